#pragma once

#include <cstdint>

#include <Eigen/Core>

#include "eigenlex/matrix/dense_rows.hpp"
#include "eigenlex/matrix/linear_operator.hpp"

namespace eigenlex {

/// A dense matrix less the same row, its centre, from each of its rows.
///
/// Each product passes over the matrix once, 1,024 rows a thread in memory at a time, and takes the
/// centre off before it multiplies, so that nothing cancels where columns are far from 0. Cost: 2 n
/// m l flops for l columns. Determinism: blocks of rows are fixed, and sums over them are put
/// together in their order.
class DenseOperator final : public LinearOperator {
 public:
  /// `centre` has m numbers, or none for 0. Throws OptionError for another number of them.
  explicit DenseOperator(DenseRows matrix, Eigen::RowVectorXf centre = {});

  std::int64_t rows() const override { return matrix_.rows; }
  std::int64_t cols() const override { return matrix_.cols; }
  RowMatrix multiply(const RowMatrix& right) const override;
  RowMatrix multiply_transposed(const RowMatrix& right) const override;
  Eigen::VectorXd multiply(const Eigen::VectorXd& right) const override;
  Eigen::VectorXd multiply_transposed(const Eigen::VectorXd& right) const override;

 private:
  void read(std::int64_t first, std::int64_t rows, RowMatrix& some) const;

  DenseRows matrix_;
  Eigen::RowVectorXf centre_;
};

}  // namespace eigenlex
