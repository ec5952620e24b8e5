#pragma once

#include <Eigen/Core>

#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// Products of tall matrices (n x l, n large, l some hundreds), by fixed blocks of rows.
///
/// Determinism of all: blocks of 1,024 rows are multiplied in float, each by one thread, and what
/// is summed over blocks is summed in double, in block order.

/// Aᵀ B: n x l and n x r give l x r. Throws OptionError if the numbers of rows differ. 2 n l r
/// flops.
Eigen::MatrixXd cross_product(const RowMatrix& left, const RowMatrix& right);

/// Xᵀ X: n x l gives l x l, symmetric. n l² flops.
Eigen::MatrixXd gram(const RowMatrix& matrix);

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
RowMatrix orthonormal_basis(RowMatrix matrix);

/// Largest |Qᵀ Q - I| over all entries.
double orthogonality_error(const RowMatrix& matrix);

}  // namespace eigenlex
