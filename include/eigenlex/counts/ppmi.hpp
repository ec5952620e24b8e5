#pragma once

#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/counts/margins.hpp"
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
  /// Exponent e of what positive values are multiplied by, min(1, x)^e of the expected count x, in
  /// [0, 1]: a count below one is weak evidence. 0 turns it off.
  double damping = 0.0;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Positive pointwise mutual information,
///   max(log(x_ij Σ_j c_j^α / (r_i c_j^α)) - log k, 0),
/// of the expected counts, times what `damping` says; cells that come to 0 are left out. Near
/// contexts have margins of their own in each block of columns, left and right ones together.
///
/// Returns a matrix of the shape of `counts`, computed in float (relative error of the argument of
/// the logarithm below 1e-6). Throws OptionError for bad options or margins of another shape. Cost:
/// one logarithm a non-zero; memory 8 bytes a positive cell. Determinism: every cell by itself.
CsrMatrix<float> ppmi(const CooccurrenceMatrix& counts, const Margins& margins,
                      const PpmiOptions& options);

/// The same matrix, of counts that are not needed any more. If they lie in memory as numbers of 32
/// bits, they are freed on the way, so that the peak is about 12 bytes a pair seen.
CsrMatrix<float> ppmi(CooccurrenceMatrix&& counts, const Margins& margins,
                      const PpmiOptions& options);

/// Most bytes that `ppmi` takes beside counts that stay, for so many positive cells: the matrix,
/// and what the threads are at.
std::int64_t ppmi_memory(const CooccurrenceMatrix& counts, std::int64_t positive, int threads);

/// Most bytes that `ppmi` takes of counts in memory that are not needed any more, these included,
/// for so many pairs seen, if their cells are 32 bits wide; else it is as if they stayed.
constexpr std::int64_t ppmi_in_place_memory(std::int64_t pairs) { return 12 * pairs; }

}  // namespace eigenlex
