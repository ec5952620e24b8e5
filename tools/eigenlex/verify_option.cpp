#include "verify_option.hpp"

#include "notes.hpp"

namespace eigenlex::tool {

void add_verify_option(CLI::App& command, ReadOptions& options) {
  command.add_flag_callback(
      "--no-verify", [&options] { options.verify_checksums = false; },
      "Do not compare the files that are read with their checksums; their structure is still "
      "checked");
  options.note = [&command](const std::string& note) {
    const CLI::Option* const json = command.get_option_no_throw("--json");
    if (json == nullptr || json->count() == 0) print_notes({note});
  };
}

}  // namespace eigenlex::tool
