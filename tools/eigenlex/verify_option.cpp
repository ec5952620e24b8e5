#include "verify_option.hpp"

namespace eigenlex::tool {

void add_verify_option(CLI::App& command, bool& verify) {
  command.add_flag_callback(
      "--no-verify", [&verify] { verify = false; },
      "Do not compare the files that are read with their checksums; their structure is still "
      "checked");
}

}  // namespace eigenlex::tool
