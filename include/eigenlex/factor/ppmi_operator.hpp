#pragma once

#include <cstdint>
#include <vector>

#include "eigenlex/counts/pmi_rows.hpp"
#include "eigenlex/matrix/linear_operator.hpp"
#include "eigenlex/matrix/row_spread.hpp"
#include "eigenlex/matrix/spmm.hpp"

namespace eigenlex {

/// The PPMI matrix of counts, n x m, as an operator that never stores it.
///
/// Each product reads the counts once, block by block, computes the PPMI of the block's cells and
/// multiplies the positive ones; `PmiRows` reads the transpose from the same rows. So beside the
/// counts, which may lie in memory or in files, a product takes the right-hand side packed in its
/// precision (2 or 4 bytes a number) and a few MB a thread.
///
/// With a `spread` the counts are those of the rows that it has this process own, other rows being
/// empty, and the rows and columns here are those that it keeps. Then there are no products in
/// double.
///
/// The values are those of `ppmi`. Cost: 2 l flops a positive cell, a logarithm a cell.
/// Determinism: a row is summed by one thread in column order, wherever the counts lie.
class PpmiOperator final : public LinearOperator {
 public:
  /// `counts` as `count_cooccurrences` makes them; they have to outlive the operator, as the spread
  /// has to. Throws OptionError for bad options, or margins or counts of another shape.
  PpmiOperator(const CooccurrenceMatrix& counts, const Margins& margins, const PpmiOptions& options,
               DensePrecision precision = DensePrecision::kFloat,
               const CellSpread* spread = nullptr);

  std::int64_t rows() const override;
  std::int64_t cols() const override;
  const Reducer& row_reducer() const override;
  const Reducer& col_reducer() const override;
  /// Cells whose PPMI is positive, of all ranks.
  std::int64_t nonzeros() const { return nonzeros_; }
  double magnitude() const override { return largest_; }
  RowMatrix multiply(const RowMatrix& right) const override;
  RowMatrix multiply_transposed(const RowMatrix& right) const override;
  Eigen::VectorXd multiply(const Eigen::VectorXd& right) const override;
  Eigen::VectorXd multiply_transposed(const Eigen::VectorXd& right) const override;

 private:
  struct Block;

  /// The PPMI of a block of the counts' rows, or the rows of the transpose that they hold.
  void read_block(std::int64_t number, PmiOrientation orientation, Block& block) const;
  /// Calls `body(block)` for each of them, in parallel.
  template <class Body>
  void for_blocks(PmiOrientation orientation, const Body& body) const;
  template <class Row>
  RowMatrix multiply_packed(const RowMatrix& right, PmiOrientation orientation) const;
  RowMatrix multiply(const RowMatrix& right, PmiOrientation orientation) const;
  Eigen::VectorXd multiply(const Eigen::VectorXd& right, PmiOrientation orientation) const;

  const CooccurrenceMatrix& counts_;
  PmiRows pmi_;
  DensePrecision precision_;
  const CellSpread* spread_;
  std::vector<std::int64_t> blocks_;  ///< boundaries of blocks of rows
  std::int64_t nonzeros_ = 0;
  double largest_ = 0;  ///< of the values
};

/// Most bytes that the threads take to read rows of counts with so many columns and weigh them, as
/// each product of a `PpmiOperator` and each sweep over `PmiCells` does.
constexpr std::int64_t weighing_memory(std::int64_t cols, int threads) {
  return threads * (2'000'000 + 24 * cols);
}

}  // namespace eigenlex
