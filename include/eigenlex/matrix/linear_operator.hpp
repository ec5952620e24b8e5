#pragma once

#include <cstdint>

#include <Eigen/Core>

#include "eigenlex/matrix/reducer.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// A matrix A of n rows and m columns that solvers know only by its products.
///
/// Products with several columns are in float, for speed; those with one vector are in double, for
/// reference solvers. Implementations give the same bytes for any number of threads.
///
/// The rows of A, and those of Aᵀ, may be spread over processes: then n and m are those here, and
/// products take and give the rows here.
class LinearOperator {
 public:
  virtual ~LinearOperator() = default;

  virtual std::int64_t rows() const = 0;
  virtual std::int64_t cols() const = 0;
  /// How the rows of A are spread, and those of Aᵀ.
  virtual const Reducer& row_reducer() const { return rows_in_one_place(); }
  virtual const Reducer& col_reducer() const { return rows_in_one_place(); }
  /// About the largest |a_ij|, within a few powers of ten, by which solvers scale: 0 of a matrix of
  /// zeros, no finite number if one of its entries is none. Unless an operator knows better, it is
  /// found by a product with a random vector in double; an operator whose rows are spread has to.
  virtual double magnitude() const;
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
