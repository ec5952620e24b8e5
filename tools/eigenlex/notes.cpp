#include "notes.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace eigenlex::tool {

void print_notes(const Notes& notes) {
  for (const std::string& note : notes) fmt::print(stderr, "note: {}\n", note);
}

NoteSink note_sink(bool json, Notes& kept) {
  return [json, &kept](const std::string& note) {
    kept.push_back(note);
    if (!json) print_notes({note});
  };
}

void add_columns_option(CLI::App& command, std::vector<std::string>& columns,
                        const std::string& description, const std::string& choice) {
  command.add_option("--columns", columns, description)
      ->option_text(choice)
      ->delimiter(',')
      ->allow_extra_args(false);
}

}  // namespace eigenlex::tool
