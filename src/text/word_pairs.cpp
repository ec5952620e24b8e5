#include "eigenlex/text/word_pairs.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "text/table_reader.hpp"

namespace eigenlex {

using internal::name_of;
using internal::Separator;
using internal::TableReader;

std::vector<WordPair> read_word_pairs(const std::string& path, Notes* notes) {
  TableReader table(TextLines::of_file(path),
                    {.separators = {Separator::kTab, Separator::kBlanks}, .comments = false});
  std::vector<WordPair> pairs;
  while (table.next()) {
    const auto fields = table.fields();
    if (fields.size() != 2 || fields[0].text.empty()) {
      table.fail(fmt::format("expected two words, found {} fields, parted by {}", fields.size(),
                             name_of(table.separator())));
    }
    pairs.push_back({std::string(fields[0].text), std::string(fields[1].text)});
  }
  if (pairs.empty()) {
    throw FormatError::at_path(path, "no pairs; expected lines of two words");
  }
  if (notes != nullptr) std::ranges::move(table.notes(), std::back_inserter(*notes));
  return pairs;
}

}  // namespace eigenlex
