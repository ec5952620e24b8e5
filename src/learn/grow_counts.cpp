#include "learn/grow_counts.hpp"

#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/counts/add_counts.hpp"

#include "text/reading_json.hpp"

namespace eigenlex::internal {
namespace {

CountRecipe recipe_of_counts(const Counts& counts) {
  std::optional<CountRecipe> recipe = described_counting(counts.description);
  if (recipe) return std::move(*recipe);
  throw FormatError("the counts that the model keeps do not say how text was counted; train anew");
}

/// The vocabulary of old and new text.
CorpusVocabulary vocabulary_of_all(const CorpusVocabulary& known, const CountRecipe& recipe,
                                   const Growth& growth) {
  VocabularySum sum;
  sum.add(known, "old text");
  SourceOptions source = recipe.source;
  source.document = known.reading.document;
  sum.add(gather_vocabulary(growth.new_text, known.reading.tokenizer, {},
                            growth.observer.begin("words", "B"), source),
          "new text");
  growth.observer.end();
  return sum.finish({.min_count = 1});
}

/// Where the words of old counts are among those of all text.
std::vector<std::int32_t> new_ids_of(const Vocabulary& old, const Vocabulary& words) {
  std::vector<std::int32_t> ids;
  for (const std::string_view word : old.words()) ids.push_back(words.find(word).value_or(-1));
  return ids;
}

/// Finds words whose pairs in the old text its counts do not have.
void find_missed(const Counts& old, const CorpusVocabulary& known, const Vocabulary& words,
                 GrownCounts& grown) {
  for (const std::string_view word : words.words()) {
    if (old.vocabulary.find(word)) continue;
    const auto id = known.words.find(word);
    if (!id) continue;
    ++grown.missed_words;
    grown.missed_tokens += known.words.count(*id);
  }
}

/// What a count of all text says of itself.
nlohmann::json describe_all(const CorpusVocabulary& all, const Vocabulary& words,
                            const CountRecipe& recipe) {
  nlohmann::json corpus = {
      {"documents", all.documents},
      {"tokens_read", all.tokens},
      {"distinct_words_read", all.distinct_words},
      {"tokens", std::accumulate(words.counts().begin(), words.counts().end(), std::int64_t{0})}};
  if (all.reading.bytes_replaced > 0) corpus["bytes_replaced"] = all.reading.bytes_replaced;
  return {{"corpus", std::move(corpus)}, {kCountOptions, describe_counting(recipe, all.corpus)}};
}

/// Counts all text anew.
Counts count_all(const CorpusVocabulary& all, const CountRecipe& recipe, const Growth& growth) {
  Counts counts =
      count_corpus(all.corpus, recipe, growth.plan, growth.later, growth.observer, &all);
  if (!counts.description.contains("shared_vocabulary")) return counts;
  throw FormatError(fmt::format(
      "{}: are not the text that the model was made of, which has to be read again for the exact "
      "counts of words that were rare in it; give back the files, or update without exactness",
      fmt::join(all.corpus, ", ")));
}

}  // namespace

GrownCounts grow_counts(const Counts& old, const CorpusVocabulary& known, const Growth& growth) {
  const CountRecipe recipe = recipe_of_counts(old);
  GrownCounts grown;
  grown.vocabulary = vocabulary_of_all(known, recipe, growth);
  const CorpusVocabulary& all = grown.vocabulary;
  Vocabulary words = first_words(all.words, kept_words(all.words, recipe.vocabulary));
  const std::vector<std::int32_t> new_ids = new_ids_of(old.vocabulary, words);
  find_missed(old, known, words, grown);
  grown.is_exact = grown.missed_words == 0 && std::ranges::count(new_ids, -1) == 0;
  if (growth.exact && !grown.is_exact) {
    growth.observer.note("counts",
                         fmt::format("{} words come above the cut that the old text has too: it is "
                                     "read again",
                                     grown.missed_words));
    grown.counts = count_all(all, recipe, growth);
    grown.is_exact = true;
    return grown;
  }
  const Counts fresh =
      count_corpus(growth.new_text, recipe, growth.plan, growth.later, growth.observer, &all);
  Observer& observer = growth.observer;
  const Progress progress = observer.begin("add");
  const CooccurrenceMatrix moved =
      renumber_counts(old.matrix, new_ids, words.size(), {.folder = growth.work.new_folder()});
  grown.counts.matrix =
      add_counts({moved, fresh.matrix}, {.folder = growth.work.new_folder()}, progress);
  observer.end();
  grown.counts.description = describe_all(all, words, recipe);
  grown.counts.vocabulary = std::move(words);
  return grown;
}

}  // namespace eigenlex::internal
