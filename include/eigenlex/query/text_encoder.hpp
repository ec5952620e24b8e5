#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/embedding/stored_embedding.hpp"
#include "eigenlex/query/word_finder.hpp"

namespace eigenlex {

/// The a of smooth inverse frequency, the one default of it; the source advises 1e-4 .. 1e-3.
inline constexpr double kSmoothing = 1e-4;

/// The weight of each word by smooth inverse frequency (Arora, Liang & Ma, ICLR 2017): a / (a + p),
/// where p is the word's share of all occurrences.
///
/// Where the vocabulary has no counts, as in files of vectors, which list frequent words first, p
/// is that of Zipf's law: in proportion to 1 / rank. Throws OptionError unless `smoothing` is
/// finite and above 0.
std::vector<double> smooth_inverse_frequency(const Vocabulary& vocabulary,
                                             double smoothing = kSmoothing);

/// Makes vectors of texts by the vectors of their words. It does not change once it is made, so any
/// number of threads may use it at a time.
class TextEncoder {
 public:
  /// By the weights of `smooth_inverse_frequency`; throws as that.
  explicit TextEncoder(StoredEmbedding words, double smoothing = kSmoothing);

  const StoredEmbedding& words() const { return words_; }
  Eigen::Index dimensions() const { return dimensions_of(words_.vectors); }

  /// For each text the mean over its known words of weight × vector, a word that occurs twice
  /// counted twice, added in double precision; zeros where none is known. Deviation from the
  /// source: vectors are of length 1, as that of a word says how frequent it is. A text is read as
  /// that of the model was, and words are found as by WordFinder. Returns the number of texts
  /// without a known word. `means` is texts × dimensions. One thread; a row depends on its text
  /// alone.
  std::int64_t encode(std::span<const std::string_view> texts, Eigen::Ref<Table> means) const;

 private:
  StoredEmbedding words_;
  std::vector<double> weights_;  ///< over the lengths of the vectors
  WordFinder finder_;
};

/// The direction that vectors have in common, of length 1: the first right singular vector of a
/// matrix X, of which XᵀX is given; its entry of largest magnitude is positive. Zeros for zeros.
Eigen::RowVectorXd common_direction(const Eigen::MatrixXd& gram);

/// Takes the part along a direction of length 1 (or 0) away from each row, in double precision.
void remove_direction(const Eigen::RowVectorXd& direction, Eigen::Ref<Table> rows);

}  // namespace eigenlex
