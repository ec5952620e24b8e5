#include "svd_common.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/matrix/tall.hpp"

namespace eigenlex {
namespace {

constexpr double kSmallestRatio = 1e-5;
constexpr std::int64_t kBlockRows = 1024;

/// Takes over entries of larger magnitude.
void keep_larger(const Eigen::Ref<const Eigen::RowVectorXf>& others, Eigen::RowVectorXf& entries) {
  entries = (others.array().abs() > entries.array().abs()).select(others, entries);
}

/// -1 for each column of U whose largest-magnitude entry, the first one of equals, is negative.
Eigen::RowVectorXf signs(const RowMatrix& u) {
  std::vector<Eigen::RowVectorXf> largest(
      static_cast<std::size_t>(block_count(u.rows(), kBlockRows)));
  parallel_blocks(u.rows(), kBlockRows,
                  [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                    Eigen::RowVectorXf entries = u.row(begin);
                    for (std::int64_t i = begin + 1; i < end; ++i) {
                      keep_larger(u.row(i), entries);
                    }
                    largest[static_cast<std::size_t>(block)] = std::move(entries);
                  });
  for (std::size_t block = 1; block < largest.size(); ++block) {
    keep_larger(largest[block], largest[0]);
  }
  return (largest[0].array() < 0).select(-1.0f, Eigen::RowVectorXf::Ones(u.cols()));
}

void scale_columns(RowMatrix& matrix, const Eigen::RowVectorXf& scales) {
  parallel_blocks(matrix.rows(), kBlockRows,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    matrix.middleRows(begin, end - begin).array().rowwise() *= scales.array();
                  });
}

/// Makes the largest-magnitude entry of each column of U positive, the first one of equals.
void fix_signs(SvdResult& result) {
  const Eigen::RowVectorXf scales = signs(result.u);
  scale_columns(result.u, scales);
  scale_columns(result.v, scales);
}

}  // namespace

RowMatrix random_normal(std::int64_t rows, std::int64_t cols, std::uint64_t seed) {
  RowMatrix matrix = new_row_matrix(rows, cols);
  parallel_blocks(rows, kBlockRows, [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
    Random random(seed, static_cast<std::uint64_t>(block));
    for (std::int64_t i = begin * cols; i < end * cols; ++i) {
      matrix.data()[i] = static_cast<float>(random.normal());
    }
  });
  return matrix;
}

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

Eigen::VectorXd relative_residuals(const SvdResult& triplets, const RowMatrix& products) {
  Eigen::VectorXd squares = Eigen::VectorXd::Zero(triplets.singular_values.size());
  // A column is summed in row order, in double.
  for (Eigen::Index i = 0; i < products.rows(); ++i) {
    squares += (products.row(i) - triplets.u.row(i) * triplets.singular_values.asDiagonal())
                   .cast<double>()
                   .cwiseAbs2()
                   .transpose();
  }
  return squares.cwiseSqrt() / triplets.singular_values[0];
}

void finish_svd(SvdResult& result, const Eigen::VectorXd& residuals, double tolerance) {
  result.residuals = residuals.cast<float>();
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
