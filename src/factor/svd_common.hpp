#pragma once

#include <cstdint>

#include "eigenlex/factor/svd.hpp"
#include "eigenlex/matrix/linear_operator.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex::internal {

/// Throws OptionError for bad options, a matrix that is empty, all zeros or not finite, or a rank
/// above min(n, m). Returns the power of two to scale the matrix by before it is decomposed.
double check_svd_problem(const LinearOperator& matrix, const SvdOptions& options);

/// Throws OptionError if one of the first `rank` singular values cannot be told from 0;
/// `singular_values` are in falling order.
void check_numerical_rank(const Eigen::VectorXd& singular_values, int rank);

/// ‖A v_i - σ_i u_i‖ / σ_1, where `products` is A V.
Eigen::VectorXd relative_residuals(const RowMatrix& u, const Eigen::VectorXf& singular_values,
                                   const RowMatrix& products, const Reducer& row_reducer);

/// Fills in what every solver reports of the triplets of a matrix, by its reducers: fixed signs,
/// the residuals given, the orthogonality error, and whether the tolerance is met.
void finish_svd(const Reducer& rows, const Reducer& cols, const Eigen::VectorXd& residuals,
                double tolerance, SvdResult& result);

/// Takes the singular values of the scaled matrix to those of the matrix itself. Throws OptionError
/// where one of them leaves the range of float, or anything is not finite: that is no result.
void undo_scale(double scale, SvdResult& result);

}  // namespace eigenlex::internal
