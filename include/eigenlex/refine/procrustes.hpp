#pragma once

#include <span>

#include <Eigen/Core>

#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// The rotation, mirroring allowed, that takes the rows of one table nearest to those of another:
/// the orthogonal R that minimizes Σ w_i ‖x_i R − y_i‖² (Schönemann, Psychometrika 1966).
///
/// `source` (x) and `target` (y) are n x d, row i of one belongs to row i of the other; `weights`
/// (w) are n numbers >= 0, or none where all rows weigh the same. Gives R, d x d: `multiply(source,
/// R)` lies in the space of the target, with all cosines as they were. R is P Qᵀ of the SVD Xᵀ W Y
/// = P S Qᵀ; where the rows do not determine it, being fewer than d or dependent, it is one of
/// those that do as well. Throws OptionError where the shapes differ, or a number is not finite or
/// a weight negative. Cost 2 n d² + O(d³) flops. The same bytes for any number of threads.
Eigen::MatrixXd orthogonal_procrustes(const RowMatrix& source, const RowMatrix& target,
                                      std::span<const double> weights = {});

}  // namespace eigenlex
