#pragma once

#include <cstdint>

#include <Eigen/Core>

#include "eigenlex/matrix/reducer.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// Products of tall matrices (n x l, n large, l some hundreds), by fixed blocks of rows. Where the
/// rows of a matrix are spread over processes, its reducer says how, and n is the rows here.
///
/// Determinism of all: blocks of `kSumRows` rows are multiplied in float, each by one thread, and
/// what is summed over blocks is summed in double, in block order.

/// Aᵀ B: n x l and n x r give l x r. Throws OptionError if the numbers of rows differ. 2 n l r
/// flops.
Eigen::MatrixXd cross_product(const RowMatrix& left, const RowMatrix& right,
                              const Reducer& reducer = rows_in_one_place());

/// Xᵀ X: n x l gives l x l, symmetric. n l² flops.
Eigen::MatrixXd gram(const RowMatrix& matrix, const Reducer& reducer = rows_in_one_place());

/// The squared lengths of the columns of X, in double.
Eigen::VectorXd column_squares(const RowMatrix& matrix,
                               const Reducer& reducer = rows_in_one_place());

/// X R: n x l and l x r give n x r; R is rounded to float. 2 n l r flops.
RowMatrix multiply(const RowMatrix& left, const Eigen::MatrixXd& right);

/// X R in the place of X, for a square R (l x l).
void multiply_in_place(RowMatrix& matrix, const Eigen::MatrixXd& right);

/// An orthonormal basis of the range of X (n x l, l <= n).
///
/// Cholesky QR (Stathopoulos & Wu, SIAM J. Sci. Comput. 2002) on columns scaled to length 1: Q = X
/// D R^-1 with Rᵀ R = D Xᵀ X D. A column of Q depends only on columns of X up to its own, so where
/// the columns fall in length by orders of magnitude, as those of a subspace iteration do, the
/// small ones stay exact. Deviations: a column that depends on those before it is replaced by a
/// random one, so that the basis always has l columns, and the pass is repeated until its smallest
/// pivot shows that one pass in float was enough. Orthogonality error about 1e-6. Cost: 3 n l²
/// flops a pass.
RowMatrix orthonormal_basis(RowMatrix matrix, const Reducer& reducer = rows_in_one_place());

/// Largest |Qᵀ Q - I| over all entries.
double orthogonality_error(const RowMatrix& matrix, const Reducer& reducer = rows_in_one_place());

/// What fixes the signs of columns: -1 for each whose entry of largest magnitude, the first one of
/// equals, is negative, else 1.
Eigen::RowVectorXf column_signs(const RowMatrix& matrix,
                                const Reducer& reducer = rows_in_one_place());

/// X diag(scales) in the place of X.
void scale_columns(RowMatrix& matrix, const Eigen::RowVectorXf& scales);

/// Independent normal numbers of the given deviation (n x l). Determinism: a function of shape and
/// seed, a block of rows has a stream of its own.
RowMatrix random_normal(std::int64_t rows, std::int64_t cols, std::uint64_t seed,
                        double deviation = 1, const Reducer& reducer = rows_in_one_place());

}  // namespace eigenlex
