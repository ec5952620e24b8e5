#include "factor/svd_common.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/scale.hpp"
#include "eigenlex/matrix/tall.hpp"

namespace eigenlex::internal {
namespace {

constexpr double kSmallestRatio = 1e-5;

/// min(n, m), counting the rows of all processes.
std::int64_t smaller_side(const LinearOperator& matrix) {
  return std::min(matrix.row_reducer().all_rows(matrix.rows()),
                  matrix.col_reducer().all_rows(matrix.cols()));
}

}  // namespace

double check_svd_problem(const LinearOperator& matrix, const SvdOptions& options) {
  options.validate();
  const std::int64_t most = smaller_side(matrix);
  if (most == 0) {
    throw OptionError("matrix", fmt::format("{} x {}", matrix.rows(), matrix.cols()),
                      "must have rows and columns");
  }
  if (options.rank > most) {
    throw OptionError("SvdOptions.rank", fmt::to_string(options.rank),
                      fmt::format("must be 1..{}", most));
  }
  const double magnitude = matrix.magnitude();
  if (magnitude == 0) throw OptionError("matrix", "0", "must have non-zero entries");
  if (!std::isfinite(magnitude)) {
    throw OptionError("matrix", fmt::to_string(magnitude), "must have finite entries");
  }
  return scale_to_one(magnitude);
}

void check_numerical_rank(const Eigen::VectorXd& singular_values, int rank) {
  const double largest = singular_values.size() == 0 ? 0.0 : singular_values[0];
  if (!(largest > 0)) throw OptionError("matrix", "0", "must have non-zero entries");
  Eigen::Index supported = 0;
  while (supported < singular_values.size() &&
         singular_values[supported] > kSmallestRatio * largest) {
    ++supported;
  }
  if (supported < rank) {
    throw OptionError(
        "SvdOptions.rank", fmt::to_string(rank),
        fmt::format("must be at most {}: the data support no more dimensions", supported));
  }
}

Eigen::VectorXd relative_residuals(const RowMatrix& u, const Eigen::VectorXf& singular_values,
                                   const RowMatrix& products, const Reducer& row_reducer) {
  const Eigen::MatrixXd squares = sum_over_rows<double>(
      products.rows(), 1, products.cols(),
      [&](std::int64_t begin, std::int64_t size, Eigen::MatrixXd& part) {
        part = (products.middleRows(begin, size) -
                u.middleRows(begin, size) * singular_values.asDiagonal())
                   .cast<double>()
                   .cwiseAbs2()
                   .colwise()
                   .sum();
      },
      row_reducer);
  return squares.transpose().cwiseSqrt() / singular_values[0];
}

void finish_svd(const Reducer& rows, const Reducer& cols, const Eigen::VectorXd& residuals,
                double tolerance, SvdResult& result) {
  result.residuals = residuals.cast<float>();
  result.orthogonality_error =
      std::max(orthogonality_error(result.u, rows), orthogonality_error(result.v, cols));
  result.converged = result.residuals.maxCoeff() <= tolerance;
  const Eigen::RowVectorXf signs = column_signs(result.u, rows);
  scale_columns(result.u, signs);
  scale_columns(result.v, signs);
}

void undo_scale(double scale, SvdResult& result) {
  const bool is_finite = std::isfinite(largest_magnitude(result.u)) &&
                         std::isfinite(largest_magnitude(result.v)) &&
                         result.singular_values.allFinite() && result.residuals.allFinite();
  if (!is_finite) {
    throw OptionError("matrix", "singular vectors that are not finite",
                      "its entries differ too much in size to be decomposed in float; leave out or "
                      "lower the largest ones");
  }
  result.singular_values = (result.singular_values.cast<double>() / scale).cast<float>();
  if (!result.singular_values.allFinite()) {
    throw OptionError("matrix", "singular values above 3e38",
                      "must be divided by a power of ten: they would leave the range of float");
  }
  if (!(result.singular_values.minCoeff() > 0)) {
    throw OptionError("matrix", "singular values below 1e-45",
                      "must be multiplied by a power of ten: they would leave the range of float");
  }
}

}  // namespace eigenlex::internal

namespace eigenlex {

void SvdOptions::validate() const {
  if (rank < 1) throw OptionError("SvdOptions.rank", fmt::to_string(rank), "must be at least 1");
  if (!(tolerance >= 0 && std::isfinite(tolerance))) {
    throw OptionError("SvdOptions.tolerance", fmt::to_string(tolerance), "must be at least 0");
  }
  if (max_iterations < 1) {
    throw OptionError("SvdOptions.max_iterations", fmt::to_string(max_iterations),
                      "must be at least 1");
  }
  if (!(oversampling >= 0 && oversampling <= 100)) {
    throw OptionError("SvdOptions.oversampling", fmt::to_string(oversampling), "must be 0..100");
  }
}

}  // namespace eigenlex
