#pragma once

#include "eigenlex/matrix/csr_matrix.hpp"
#include "eigenlex/matrix/linear_operator.hpp"
#include "eigenlex/matrix/row_spread.hpp"
#include "eigenlex/matrix/spmm.hpp"

namespace eigenlex::internal {

/// The rows that a rank owns times X, of which each rank keeps rows by `inner`; the product is kept
/// by `outer`. The sums and their order are those of `multiply` of spmm.hpp, which has this beside
/// it. Throws OptionError where X has not the rows that are kept here.
RowMatrix multiply_spread(const CsrMatrix<float>& own, const RowMatrix& right,
                          DensePrecision precision, const RowSpread& inner, const RowSpread& outer);

/// A sparse matrix whose rows, and those of its transpose, are spread over ranks: what
/// `SparseOperator` is in one process, with the same bytes.
///
/// In a product each rank gathers the dense side, packed, a tile of 64 columns at a time,
/// multiplies the rows that it owns, and sends the sums to who keeps them. A tile takes 128 bytes
/// (bfloat16) or 256 a row of the dense side, in every rank. There are no products in double.
class SpreadOperator final : public LinearOperator {
 public:
  /// The rows that this rank owns, as the spread counts them, of the matrix and of its transpose.
  /// `magnitude` is that of the whole matrix. The spread has to outlive it.
  SpreadOperator(CsrMatrix<float> matrix, CsrMatrix<float> transposed, double magnitude,
                 DensePrecision precision, const CellSpread& spread);

  std::int64_t rows() const override { return spread_.rows.kept(); }
  std::int64_t cols() const override { return spread_.cols.kept(); }
  const Reducer& row_reducer() const override { return spread_.rows; }
  const Reducer& col_reducer() const override { return spread_.cols; }
  double magnitude() const override { return magnitude_; }
  RowMatrix multiply(const RowMatrix& right) const override;
  RowMatrix multiply_transposed(const RowMatrix& right) const override;
  Eigen::VectorXd multiply(const Eigen::VectorXd& right) const override;
  Eigen::VectorXd multiply_transposed(const Eigen::VectorXd& right) const override;

 private:
  CsrMatrix<float> matrix_;
  CsrMatrix<float> transposed_;
  double magnitude_;
  DensePrecision precision_;
  const CellSpread& spread_;
};

}  // namespace eigenlex::internal
