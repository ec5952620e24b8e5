#pragma once

#include <cstdint>

#include "eigenlex/factor/svd.hpp"
#include "eigenlex/matrix/linear_operator.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// A matrix of standard normal numbers, the same for any number of threads.
RowMatrix random_normal(std::int64_t rows, std::int64_t cols, std::uint64_t seed);

/// Throws OptionError for bad options, an empty matrix, or a rank above min(n, m).
void check_svd_problem(const LinearOperator& matrix, const SvdOptions& options);

/// Throws OptionError if one of the first `rank` singular values cannot be told from 0;
/// `singular_values` are in falling order.
void check_numerical_rank(const Eigen::VectorXd& singular_values, int rank);

/// ‖A v_i - σ_i u_i‖ / σ_1, where `products` is A V.
Eigen::VectorXd relative_residuals(const SvdResult& triplets, const RowMatrix& products);

/// Fills in what every solver reports of its triplets: fixed signs, the residuals given, the
/// orthogonality error, and whether the tolerance is met.
void finish_svd(SvdResult& result, const Eigen::VectorXd& residuals, double tolerance);

}  // namespace eigenlex
