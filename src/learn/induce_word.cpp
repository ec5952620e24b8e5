#include "eigenlex/learn/induce_word.hpp"

#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/matrix/unit_rows.hpp"
#include "eigenlex/text/tokenizer.hpp"

namespace eigenlex {
namespace {

std::vector<std::vector<std::string>> tokenized(std::span<const std::string> lines,
                                                const TokenizerOptions& options) {
  const auto tokenizer = make_tokenizer(options);
  std::vector<std::vector<std::string>> sentences;
  for (const std::string& line : lines) {
    auto& sentence = sentences.emplace_back();
    tokenizer->tokenize(line, [&](std::span<const std::string_view> tokens) {
      sentence.insert(sentence.end(), tokens.begin(), tokens.end());
    });
  }
  return sentences;
}

}  // namespace

InducedWord induce_word(const Embedding& words, const Counts& counts, const std::string& word,
                        std::span<const std::string> sentences, const InductionOptions& options) {
  options.validate();
  if (words.vocabulary.find(word)) {
    throw OptionError("word", fmt::format("\"{}\"", word),
                      "has a vector already; give a word that has none");
  }
  if (words.vocabulary.words() != counts.vocabulary.words()) {
    throw OptionError("counts", fmt::format("those of {} words", counts.vocabulary.size()),
                      fmt::format("must be the counts that the vectors of the {} words were made "
                                  "from",
                                  words.vocabulary.size()));
  }
  const CountRecipe reading = described_counting(counts.description).value_or(CountRecipe{});
  const WordContexts found = gather_contexts(
      words.vocabulary, word, tokenized(sentences, reading.tokenizer), reading.cooccurrence());
  const Induction induction = learn_induction(words, counts.matrix, options);
  auto vector = induce(induction, unit_rows(words.table), found.contexts);
  if (!vector) {
    throw OptionError("word", fmt::format("\"{}\"", word),
                      "must occur beside known words in the sentences");
  }
  return {.vector = std::move(*vector), .occurrences = found.occurrences};
}

Embedding with_word(Embedding words, const std::string& word, const InducedWord& induced) {
  const WordList known = words.vocabulary.words();
  std::vector<std::string> all(known.begin(), known.end());
  std::vector<std::int64_t> counts = words.vocabulary.counts();
  all.push_back(word);
  counts.push_back(induced.occurrences);
  const Eigen::Index row = words.table.rows();
  const auto length = static_cast<float>(words.table.cast<double>().rowwise().norm().mean());
  words.table.conservativeResize(row + 1, Eigen::NoChange);
  words.table.row(row) = length * induced.vector;
  return {.vocabulary = Vocabulary(std::move(all), std::move(counts)),
          .table = std::move(words.table)};
}

}  // namespace eigenlex
