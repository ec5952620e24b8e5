#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex {

/// How vectors are induced from contexts.
struct InductionOptions {
  /// Share of all tokens above which a context word counts less (t), as for PPMI; >= 0, 0 for none.
  double subsample = 1e-5;
  /// Penalty on the transform in shares of the mean eigenvalue of the matrix solved, > 0.
  double regularization = 1e-3;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// The way from the mean vector of a word's contexts to the vector of the word, u ↦ A u (à la
/// carte: Khodak et al., ACL 2018).
struct Induction {
  /// Aᵀ, d × d.
  Eigen::MatrixXf transform;
  /// How much each word counts as a context, one number a word.
  std::vector<double> context_weights;
};

/// Weighted context words: word id and weight, each id at most once.
using WeightedContexts = std::vector<std::pair<std::int32_t, double>>;

/// The contexts of a word in some sentences.
struct WordContexts {
  WeightedContexts contexts;
  std::int64_t occurrences = 0;
};

/// The mean of the unit vectors of context words; zero where nothing has a weight.
Eigen::RowVectorXf mean_context(const Table& units, std::span<const double> context_weights,
                                const WeightedContexts& contexts);

/// Learns the transform by ridge regression of the words' unit vectors on their mean contexts, a
/// word of count n weighing log(1 + n). Words without direction take no part.
///
/// `counts` are about the words of `words`, in their order. A word is no context of its own. Throws
/// OptionError where counts, words or options do not fit. Cost O(cells · d + words · d²), in
/// parallel; the same bytes for any number of threads.
Induction learn_induction(const Embedding& words, const CooccurrenceMatrix& counts,
                          const InductionOptions& options = {});

/// The contexts of `word` in tokenized sentences, weighted by distance as in counting. Tokens that
/// are neither the word nor in the vocabulary take no place in a window.
WordContexts gather_contexts(const Vocabulary& vocabulary, std::string_view word,
                             std::span<const std::vector<std::string>> sentences,
                             const CooccurrenceOptions& options);

/// The vector, of length 1, of a word that occurs in the given contexts; nothing where they say
/// nothing. `units` are the words' unit vectors.
std::optional<Eigen::RowVectorXf> induce(const Induction& induction, const Table& units,
                                         const WeightedContexts& contexts);

}  // namespace eigenlex
