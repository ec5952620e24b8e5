#pragma once

#include <Eigen/Core>

#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// Coordinates of rows along the directions in which they vary most (Pearson 1901): the rows less
/// their mean, times the leading eigenvectors of their covariance.
///
/// `rows` is n x d; gives n x min(components, d), the first column of the largest variance, each
/// with its entry of largest magnitude positive (the first of equals). Throws OptionError unless
/// components >= 1. Cost n d² + d³ flops. The same bytes for any number of threads.
RowMatrix principal_components(const RowMatrix& rows, Eigen::Index components);

/// All singular values of a table, n x d, as square roots of the eigenvalues of its Gram matrix:
/// min(n, d) numbers that never rise. Those below about 3e-4 of the first are rounding. Cost n d² +
/// d³ flops. The same bytes for any number of threads.
Eigen::VectorXd table_singular_values(const RowMatrix& rows);

}  // namespace eigenlex
