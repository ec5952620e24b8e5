#pragma once

#include <cmath>

#include "eigenlex/matrix/linear_operator.hpp"

namespace eigenlex::internal {

/// A matrix times a power of two, which changes nothing of its singular vectors and no digit of its
/// singular values. Products as large as a float, or as small, become such that can be squared.
class ScaledOperator final : public LinearOperator {
 public:
  /// The matrix has to outlive it.
  ScaledOperator(const LinearOperator& matrix, double scale)
      : matrix_(matrix), before_(std::ldexp(1.0, std::ilogb(scale) / 2)), after_(scale / before_) {}

  double scale() const { return before_ * after_; }

  std::int64_t rows() const override { return matrix_.rows(); }
  std::int64_t cols() const override { return matrix_.cols(); }
  const Reducer& row_reducer() const override { return matrix_.row_reducer(); }
  const Reducer& col_reducer() const override { return matrix_.col_reducer(); }
  double magnitude() const override { return matrix_.magnitude() * scale(); }
  RowMatrix multiply(const RowMatrix& right) const override {
    if (is_one()) return matrix_.multiply(right);
    return after(matrix_.multiply(before(right)));
  }
  RowMatrix multiply_transposed(const RowMatrix& right) const override {
    if (is_one()) return matrix_.multiply_transposed(right);
    return after(matrix_.multiply_transposed(before(right)));
  }
  Eigen::VectorXd multiply(const Eigen::VectorXd& right) const override {
    return scale() * matrix_.multiply(right);
  }
  Eigen::VectorXd multiply_transposed(const Eigen::VectorXd& right) const override {
    return scale() * matrix_.multiply_transposed(right);
  }

 private:
  bool is_one() const { return before_ == 1 && after_ == 1; }
  // Half of the way before the product and half after it: either alone could leave float's range.
  RowMatrix before(const RowMatrix& right) const { return static_cast<float>(before_) * right; }
  RowMatrix after(RowMatrix product) const {
    product *= static_cast<float>(after_);
    return product;
  }

  const LinearOperator& matrix_;
  double before_;
  double after_;
};

}  // namespace eigenlex::internal
