#include "eigenlex/embedding/select_words.hpp"

#include <algorithm>
#include <optional>

#include "eigenlex/core/error.hpp"

namespace eigenlex {

std::vector<std::string> shared_words(std::span<const Vocabulary* const> vocabularies) {
  std::vector<std::string> shared;
  if (vocabularies.empty()) return shared;
  for (const std::string_view word : vocabularies.front()->words()) {
    const auto has_word = [&](const Vocabulary* vocabulary) {
      return vocabulary->find(word).has_value();
    };
    if (std::ranges::all_of(vocabularies.subspan(1), has_word)) shared.emplace_back(word);
  }
  return shared;
}

Embedding select_words(const Embedding& embedding, std::span<const std::string> words) {
  std::vector<std::int64_t> counts;
  Table table(static_cast<Eigen::Index>(words.size()), embedding.table.cols());
  for (const std::string& word : words) {
    const std::optional<std::int32_t> id = embedding.vocabulary.find(word);
    if (!id) throw OptionError("words", word, "must be words of the embedding");
    table.row(static_cast<Eigen::Index>(counts.size())) = embedding.table.row(*id);
    counts.push_back(embedding.vocabulary.count(*id));
  }
  return {Vocabulary({words.begin(), words.end()}, std::move(counts)), std::move(table)};
}

}  // namespace eigenlex
