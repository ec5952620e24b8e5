#include "verify_option.hpp"

namespace eigenlex::tool {

void add_verify_option(CLI::App& command, ReadOptions& options) {
  command.add_flag_callback(
      "--no-verify", [&options] { options.verify_checksums = false; },
      "Do not compare the files that are read with their checksums; their structure is still "
      "checked");
}

}  // namespace eigenlex::tool
