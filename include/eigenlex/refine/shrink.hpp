#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/embedding/model.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"
#include "eigenlex/matrix/row_matrix.hpp"
#include "eigenlex/refine/kmeans.hpp"

namespace eigenlex {

/// Pulls each vector towards the centroid of its class, the more the rarer the word:
///
///   w' = (1 - λ) w + λ |w| c,  λ = strength / (strength + count),
///
/// with c of length 1: shrinkage, as for small samples (Efron & Morris, JASA 1975), so that rare
/// words borrow from their class.
///
/// `table` is V x d, `counts` V numbers >= 0, `centroids` k x d of length 1, `labels` V. A strength
/// of 0 returns the table. Throws OptionError where shapes do not fit or the strength is not >= 0.
/// The same bytes for any number of threads.
RowMatrix shrink_to_classes(const RowMatrix& table, std::span<const std::int64_t> counts,
                            const RowMatrix& centroids, std::span<const std::int32_t> labels,
                            double strength);

/// How the strength is chosen.
struct StrengthOptions {
  /// Strengths to try, each >= 0.
  std::vector<double> candidates = {0, 0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100, 200};
  /// Most words to test, drawn from those of `largest_count` at most; >= 1.
  std::int64_t words = 4000;
  /// Only rarer words tell strengths apart; >= 1.
  std::int64_t largest_count = 200;
  /// Seed of the random choices.
  std::uint64_t seed = 1;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// How well a strength predicts cells that were not used.
struct StrengthTrial {
  double strength = 0;
  double loss = 0;  ///< mean squared error of held-out cells, relative to that of strength 0
};

/// Tries strengths by how well they predict PPMI cells that a word's vector was not made from.
///
/// The columns of `ppmi` (V x contexts) are split in two at random. For each test word a vector is
/// made from the one half, twice a_i V over its columns for A ≈ U Σ Vᵀ, and pulled to the centroid
/// nearest to it as `shrink_to_classes` would, at half the word's count; then it predicts the cells
/// of the other half, those that are 0 included. Σ, V and the centroids are those of `model`, which
/// has seen all cells: for rare words that hardly matters, as a row moves them little.
///
/// Returns a trial for each candidate, in their order. Throws OptionError for bad options, a matrix
/// of another shape, or a model without singular vectors of words and contexts. Cost: 4 d flops a
/// cell of the test words, and 2 (contexts + words k) d. The same bytes for any number of threads.
std::vector<StrengthTrial> try_strengths(const CsrMatrix<float>& ppmi, const Model& model,
                                         const RowMatrix& centroids,
                                         const StrengthOptions& options);

/// The strength of the smallest loss; of equal ones the first.
double best_strength(std::span<const StrengthTrial> trials);

}  // namespace eigenlex
