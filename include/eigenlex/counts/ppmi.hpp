#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"

namespace eigenlex {

/// Weighting of co-occurrence counts; Levy, Goldberg & Dagan (TACL 2015).
struct PpmiOptions {
  /// Exponent on context counts (α, "cds"), in (0, 1]; 1 turns smoothing off. Nearer to 1 favours
  /// similarity, nearer to the 0.75 of word2vec favours analogies.
  double context_smoothing = 0.9;
  /// Number of negative samples k; log k nats are subtracted before clipping at 0; >= 1.
  double negative = 1.0;
  /// Frequency t above which words are subsampled, as a share of all tokens; 0 turns it off, >= 0.
  double subsample = 1e-5;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Share of a word's occurrences that word2vec's subsampling keeps, for each word:
/// min(1, sqrt(t/f) + t/f) where f is the word's share of all tokens (the `word2vec` program; the
/// formula of Mikolov et al., NIPS 2013, differs a little). All 1 for t = 0. Throws OptionError for
/// t < 0.
std::vector<double> subsampling_keep(std::span<const std::int64_t> word_counts, double threshold);

/// The expectation of counts under subsampling, with its margins.
///
/// A cell x_ij stands for x_ij keep_i keep_j / unit, the expected count, as Hellrich, Kampe & Hahn
/// (2019) take it; no randomness enters.
struct ExpectedCounts {
  std::vector<double> row_scale;  ///< keep_i / unit, by row
  std::vector<double> col_scale;  ///< keep_j, by column (twice over for directional contexts)
  std::vector<double> row_sums;   ///< r_i, in units of 1 (a pair of weight 1)
  std::vector<double> col_sums;   ///< c_j

  /// Throws OptionError unless these are the margins of a matrix of that shape.
  void check_shape(std::int64_t rows, std::int64_t cols) const;
};

/// Margins of the expected counts; `word_counts` are the corpus counts of the V words.
/// Throws OptionError if `counts` does not have V rows and V or 2V columns. Cost: one pass over the
/// non-zeros. Determinism: sums in row order, or over fixed row blocks in block order.
ExpectedCounts expected_counts(const CooccurrenceMatrix& counts,
                               std::span<const std::int64_t> word_counts, double subsample);

/// The logarithm of each count, in float: a function of the count alone, wherever it stands.
/// `logs` has at least as many entries; what follows them is of no meaning. Value is uint32_t or
/// int64_t.
template <class Value>
void log_counts(std::span<const Value> counts, Eigen::ArrayXf& logs);

/// What turns the logarithm of a stored count into PMI: PMI_ij = log(count_ij) + row_i + col_j, in
/// nats, less log k.
struct PmiOffsets {
  std::vector<float> row;
  std::vector<float> col;
};

/// The offsets of the expected counts, computed in double. Throws OptionError for bad options.
PmiOffsets pmi_offsets(const ExpectedCounts& expected, const PpmiOptions& options);

/// Positive pointwise mutual information,
///   max(log(x_ij Σ_j c_j^α / (r_i c_j^α)) - log k, 0),
/// of the expected counts; cells that come to 0 are left out.
///
/// Returns a matrix of the shape of `counts`, computed in float (relative error of the argument of
/// the logarithm below 1e-6). Throws OptionError for bad options or margins of another shape. Cost:
/// one logarithm a non-zero; memory 8 bytes a positive cell. Determinism: every cell by itself.
CsrMatrix<float> ppmi(const CooccurrenceMatrix& counts, const ExpectedCounts& expected,
                      const PpmiOptions& options);

/// The same matrix, of counts that are not needed any more. If they lie in memory as numbers of 32
/// bits, they are freed on the way, so that the peak is about 12 bytes a pair seen.
CsrMatrix<float> ppmi(CooccurrenceMatrix&& counts, const ExpectedCounts& expected,
                      const PpmiOptions& options);

/// Most bytes that `ppmi` takes beside counts that stay, for so many positive cells: the matrix,
/// and its rows before they are joined, whose memory grew by doubling.
constexpr std::int64_t ppmi_memory(std::int64_t positive) { return 24 * positive; }

/// Most bytes that `ppmi` takes of counts in memory that are not needed any more, these included,
/// for so many pairs seen, if their cells are 32 bits wide; else it is as if they stayed.
constexpr std::int64_t ppmi_in_place_memory(std::int64_t pairs) { return 12 * pairs; }

}  // namespace eigenlex
