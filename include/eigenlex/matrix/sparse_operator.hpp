#pragma once

#include <cstdint>

#include "eigenlex/matrix/csr_matrix.hpp"
#include "eigenlex/matrix/linear_operator.hpp"
#include "eigenlex/matrix/spmm.hpp"

namespace eigenlex {

/// The transpose of a sparse matrix. Cost: two passes over the non-zeros, 8 bytes a non-zero for
/// the result. Determinism: every entry has its fixed place.
CsrMatrix<float> transpose(const CsrMatrix<float>& matrix);

/// Bytes of a matrix of so many non-zeros with its transpose.
constexpr std::int64_t stored_bytes(std::int64_t rows, std::int64_t cols, std::int64_t nonzeros) {
  return 16 * nonzeros + 8 * (rows + cols);
}

/// A sparse matrix with its transpose beside it, so that both products gather and never scatter.
class SparseOperator final : public LinearOperator {
 public:
  /// `precision` is that of the float products; products in double are not concerned.
  explicit SparseOperator(CsrMatrix<float> matrix,
                          DensePrecision precision = DensePrecision::kFloat);

  std::int64_t rows() const override { return matrix_.rows; }
  std::int64_t cols() const override { return matrix_.cols; }
  double magnitude() const override;
  RowMatrix multiply(const RowMatrix& right) const override;
  RowMatrix multiply_transposed(const RowMatrix& right) const override;
  Eigen::VectorXd multiply(const Eigen::VectorXd& right) const override;
  Eigen::VectorXd multiply_transposed(const Eigen::VectorXd& right) const override;

 private:
  CsrMatrix<float> matrix_;
  CsrMatrix<float> transposed_;
  DensePrecision precision_;
};

}  // namespace eigenlex
