#include "svd_common.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/factor/tall.hpp"

namespace eigenlex {
namespace {

constexpr double kSmallestRatio = 1e-5;
constexpr std::int64_t kColumnBlock = 1;

/// Makes the largest-magnitude entry of each column of U positive, the first one of equals.
void fix_signs(SvdResult& result) {
  parallel_blocks(result.u.cols(), kColumnBlock, [&](std::int64_t j, std::int64_t, std::int64_t) {
    Eigen::Index largest = 0;
    for (Eigen::Index i = 1; i < result.u.rows(); ++i) {
      if (std::abs(result.u(i, j)) > std::abs(result.u(largest, j))) largest = i;
    }
    if (result.u(largest, j) >= 0) return;
    result.u.col(j) *= -1;
    result.v.col(j) *= -1;
  });
}

}  // namespace

void check_svd_problem(const LinearOperator& matrix, const SvdOptions& options) {
  options.validate();
  const std::int64_t most = std::min(matrix.rows(), matrix.cols());
  if (most == 0) {
    throw OptionError("matrix", fmt::format("{} x {}", matrix.rows(), matrix.cols()),
                      "must have rows and columns");
  }
  if (options.rank > most) {
    throw OptionError("SvdOptions.rank", fmt::to_string(options.rank),
                      fmt::format("must be 1..{}", most));
  }
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

void finish_svd(SvdResult& result, const RowMatrix& products, double tolerance) {
  const Eigen::Index rank = result.singular_values.size();
  Eigen::VectorXd squares = Eigen::VectorXd::Zero(rank);
  // A column is summed in row order, in double.
  for (Eigen::Index i = 0; i < products.rows(); ++i) {
    squares += (products.row(i) - result.u.row(i) * result.singular_values.asDiagonal())
                   .cast<double>()
                   .cwiseAbs2()
                   .transpose();
  }
  result.residuals = (squares.cwiseSqrt() / result.singular_values[0]).cast<float>();
  result.orthogonality_error =
      std::max(orthogonality_error(result.u), orthogonality_error(result.v));
  result.converged = result.residuals.maxCoeff() <= tolerance;
  fix_signs(result);
}

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
