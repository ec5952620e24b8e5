#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "eigenlex/core/error.hpp"
#include "eigenlex/evaluate/word_relations.hpp"

#include "text/table_reader.hpp"

namespace eigenlex {

using internal::TableField;
using internal::TableReader;

WordRelations read_word_groups(const std::string& path, Notes* notes) {
  TableReader table(TextLines::of_file(path), {.field_counts = {2}});
  WordRelations relations;
  while (table.next()) {
    std::vector<std::string> words;
    for (const TableField& field : table.fields()) {
      if (!field.text.empty()) words.emplace_back(field.text);
    }
    if (words.size() < 2) table.fail("expected two words or more that are related");
    relations.add_group(words);
  }
  if (relations.size() == 0) {
    throw FormatError::at_path(path, "no groups of words; expected lines of related words");
  }
  if (notes != nullptr) std::ranges::move(table.notes(), std::back_inserter(*notes));
  return relations;
}

WordRelations read_word_relations(const std::string& name, Notes* notes) {
  std::error_code unknown;
  if (name == "wordnet" && !std::filesystem::exists(name, unknown)) return read_wordnet();
  return std::filesystem::is_directory(name, unknown) ? read_wordnet(name)
                                                      : read_word_groups(name, notes);
}

}  // namespace eigenlex
