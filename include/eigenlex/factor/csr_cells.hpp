#pragma once

#include "eigenlex/core/array.hpp"
#include "eigenlex/factor/weighted_cells.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"

namespace eigenlex {

/// Observed cells stored one by one: 12 bytes a cell.
class CsrCells final : public WeightedCells {
 public:
  /// Every entry of `targets`, zeros included, is an observed cell; `weights` has one for each
  /// entry in the order of `targets.values`. Throws OptionError if the numbers of entries differ,
  /// if a target is not finite or if a weight is negative or not finite.
  CsrCells(CsrMatrix<float> targets, Array<float> weights);

  std::int64_t rows() const override { return targets_.rows; }
  std::int64_t cols() const override { return targets_.cols; }
  std::int64_t row_size(std::int64_t row) const override;
  CellMagnitudes magnitudes() const override { return magnitudes_; }
  void read_row(std::int64_t row, CellBuffer& cells) const override;

  /// The same cells by columns. Cost: as `transpose` of a sparse matrix, twice.
  CsrCells transposed() const;

 private:
  CsrMatrix<float> targets_;
  Array<float> weights_;
  CellMagnitudes magnitudes_{.target = 0, .weight = 0};
};

/// Implicit feedback as Hu, Koren & Volinsky (ICDM 2008) read it: every entry is a preference of 1,
/// held with the confidence 1 + `confidence` times its value.
///
/// Throws OptionError if a value is negative or not finite, or if `confidence` is. With the
/// unobserved weight 1 this is their objective.
CsrCells implicit_feedback(CsrMatrix<float> values, double confidence);

}  // namespace eigenlex
