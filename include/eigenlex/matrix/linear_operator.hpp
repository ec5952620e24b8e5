#pragma once

#include <cstdint>

#include <Eigen/Core>

#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// A matrix A of n rows and m columns that solvers know only by its products.
///
/// Products with several columns are in float, for speed; those with one vector are in double, for
/// reference solvers. Implementations give the same bytes for any number of threads.
class LinearOperator {
 public:
  virtual ~LinearOperator() = default;

  virtual std::int64_t rows() const = 0;
  virtual std::int64_t cols() const = 0;
  /// A X: m x l to n x l.
  virtual RowMatrix multiply(const RowMatrix& right) const = 0;
  /// Aᵀ X: n x l to m x l.
  virtual RowMatrix multiply_transposed(const RowMatrix& right) const = 0;
  /// A x: m to n.
  virtual Eigen::VectorXd multiply(const Eigen::VectorXd& right) const = 0;
  /// Aᵀ x: n to m.
  virtual Eigen::VectorXd multiply_transposed(const Eigen::VectorXd& right) const = 0;
};

}  // namespace eigenlex
