#include "eigenlex/text/word_file.hpp"

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "text/table_reader.hpp"

namespace eigenlex {

using internal::Separator;
using internal::TableOptions;
using internal::TableReader;

std::vector<std::string> read_word_file(const std::string& path,
                                        const std::vector<std::string>& columns) {
  if (columns.size() > 1) {
    throw OptionError("columns", fmt::format("{} columns", columns.size()),
                      "must be one: that of the words");
  }
  TableOptions options{.field_counts = {1}, .comments = false, .columns = columns};
  if (columns.empty()) options.separators = {Separator::kTab};
  TableReader table(TextLines::of_file(path), std::move(options));
  std::vector<std::string> words;
  while (table.next()) {
    if (table.fields().empty() || table.fields().front().text.empty()) table.fail("has no word");
    words.emplace_back(table.fields().front().text);
  }
  return words;
}

}  // namespace eigenlex
