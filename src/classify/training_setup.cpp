#include "classify/training_setup.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/matrix/unit_rows.hpp"
#include "eigenlex/text/folding.hpp"

namespace eigenlex::internal {
namespace {

constexpr float kScale = 0.1f;

/// Rows of the embedding that the classifier takes over, in order.
std::vector<std::int32_t> chosen_rows(const TokenizedTexts& texts, const Vocabulary& words,
                                      const ClassifierOptions& options) {
  std::unordered_set<std::int32_t> in_texts;
  if (options.own_vocabulary) {
    for (const std::string& word : texts.words) {
      if (const auto id = find_folded(words, Folding{}, word)) in_texts.insert(*id);
    }
  }
  const std::int64_t most =
      options.num_words == 0 ? std::numeric_limits<std::int64_t>::max() : options.num_words;
  std::vector<std::int32_t> rows;
  for (std::int32_t id = 0; id < words.size() && std::ssize(rows) < most; ++id) {
    if (!options.own_vocabulary || in_texts.contains(id)) rows.push_back(id);
  }
  return rows;
}

FirstVectors given_vectors(const TokenizedTexts& texts, const Embedding& embedding,
                           const ClassifierOptions& options) {
  const std::vector<std::int32_t> rows = chosen_rows(texts, embedding.vocabulary, options);
  std::vector<std::string> words;
  std::vector<std::int64_t> counts;
  FirstVectors first;
  first.table = RowMatrix::Zero(std::ssize(rows) + kFirstWordId, embedding.table.cols());
  const double length = kScale * std::sqrt(static_cast<double>(embedding.table.cols()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    words.emplace_back(embedding.vocabulary.word(rows[i]));
    counts.push_back(embedding.vocabulary.count(rows[i]));
    first.table.row(static_cast<Eigen::Index>(i) + kFirstWordId) =
        (length * direction(embedding.table.row(rows[i]))).cast<float>();
  }
  first.vocabulary = Vocabulary(std::move(words), std::move(counts));
  return first;
}

FirstVectors random_vectors(const TokenizedTexts& texts, const ClassifierOptions& options) {
  FirstVectors first;
  first.vocabulary = vocabulary_of(texts, options.num_words);
  first.table = RowMatrix::Zero(first.vocabulary.size() + kFirstWordId, options.dim);
  parallel_blocks(first.table.rows(), 1, [&](std::int64_t row, std::int64_t, std::int64_t) {
    if (row == kPaddingId) return;
    Random random(options.seed, static_cast<std::uint64_t>(row));
    for (Eigen::Index j = 0; j < options.dim; ++j) {
      first.table(row, j) = kScale * static_cast<float>(random.normal());
    }
  });
  return first;
}

}  // namespace

FirstVectors first_vectors(const TokenizedTexts& texts, const Embedding* embedding,
                           const ClassifierOptions& options) {
  options.validate();
  const bool random = options.mode == EmbeddingMode::kRandom;
  if (!random && embedding == nullptr) {
    throw OptionError("ClassifierOptions.mode", enum_name(options.mode),
                      "needs an embedding; only random vectors need none");
  }
  FirstVectors first =
      random ? random_vectors(texts, options) : given_vectors(texts, *embedding, options);
  first.coverage = token_coverage(texts, first.vocabulary);
  if (first.coverage == 0) {
    throw FormatError(fmt::format(
        "the vocabulary of {} words covers no word of the examples: are they of another language, "
        "or is the tokenizer or the case another one than the embedding was trained with?",
        first.vocabulary.size()));
  }
  return first;
}

std::int64_t validation_size(std::int64_t examples, const ClassifierOptions& options) {
  if (examples < 2) {
    throw OptionError("examples", fmt::to_string(examples),
                      "must be two at least: one to learn from and one to validate with");
  }
  const double share = std::round(options.validation * static_cast<double>(examples));
  return std::clamp<std::int64_t>(static_cast<std::int64_t>(share), 1, examples - 1);
}

}  // namespace eigenlex::internal
