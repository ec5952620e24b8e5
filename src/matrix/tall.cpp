#include "eigenlex/matrix/tall.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/Dense>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kBlockRows = 1024;
/// Partial sums held at once; they are added in block order before the next ones are made.
constexpr std::int64_t kBlocksAtOnce = 32;
constexpr std::uint64_t kReplacementSeed = 0x5eed;

/// Sums `partial(begin, end)` over the blocks of [0, rows), in block order.
template <class Partial>
Eigen::MatrixXd sum_over_blocks(std::int64_t rows, Eigen::Index sum_rows, Eigen::Index sum_cols,
                                const Partial& partial) {
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(sum_rows, sum_cols);
  std::vector<Eigen::MatrixXf> parts(kBlocksAtOnce);
  constexpr std::int64_t kRowsAtOnce = kBlockRows * kBlocksAtOnce;
  for (std::int64_t first = 0; first < rows; first += kRowsAtOnce) {
    const std::int64_t size = std::min(kRowsAtOnce, rows - first);
    parallel_blocks(size, kBlockRows,
                    [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                      parts[static_cast<std::size_t>(block)] = partial(first + begin, end - begin);
                    });
    for (std::int64_t block = 0; block < block_count(size, kBlockRows); ++block) {
      sum += parts[static_cast<std::size_t>(block)].cast<double>();
    }
  }
  return sum;
}

/// Pivots of unit columns (sine² of the angle to the columns before) below which a column is taken
/// for dependent: its Gram entries, sums in float, are rounding.
constexpr double kDependent = 1e-6;
/// Smallest pivot after which one pass gives columns orthogonal to float precision.
constexpr double kEnough = 0.25;

/// X C is an orthonormal basis of the columns of X that are independent of those before them.
struct BasisChange {
  Eigen::MatrixXd coefficients;         ///< C, upper triangular; 0 columns for dependent ones
  std::vector<Eigen::Index> dependent;  ///< columns that are combinations of those before
  double smallest_pivot = 1;
};

/// Cholesky factorization of the Gram matrix of the columns, scaled to length 1.
BasisChange basis_change(const Eigen::MatrixXd& gram_matrix) {
  const Eigen::Index size = gram_matrix.rows();
  const Eigen::VectorXd scales = gram_matrix.diagonal().unaryExpr(
      [](double square) { return square > 0 ? 1.0 / std::sqrt(square) : 0.0; });
  const Eigen::MatrixXd scaled = scales.asDiagonal() * gram_matrix * scales.asDiagonal();
  BasisChange change;
  Eigen::MatrixXd upper = Eigen::MatrixXd::Identity(size, size);
  for (Eigen::Index j = 0; j < size; ++j) {
    Eigen::VectorXd column = scaled.col(j).head(j);
    for (const Eigen::Index skipped : change.dependent) column[skipped] = 0;
    upper.topLeftCorner(j, j).transpose().triangularView<Eigen::Lower>().solveInPlace(column);
    const double pivot = scaled(j, j) - column.squaredNorm();
    if (pivot > kDependent) {
      upper.col(j).head(j) = column;
      upper(j, j) = std::sqrt(pivot);
      change.smallest_pivot = std::min(change.smallest_pivot, pivot);
    } else {
      change.dependent.push_back(j);
    }
  }
  change.coefficients = scales.asDiagonal() * upper.triangularView<Eigen::Upper>().solve(
                                                  Eigen::MatrixXd::Identity(size, size));
  return change;
}

void fill_randomly(RowMatrix& matrix, Eigen::Index column, int pass) {
  Random random(kReplacementSeed + static_cast<std::uint64_t>(pass),
                static_cast<std::uint64_t>(column));
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    matrix(i, column) = static_cast<float>(random.normal());
  }
}

}  // namespace

Eigen::MatrixXd cross_product(const RowMatrix& left, const RowMatrix& right) {
  if (left.rows() != right.rows()) {
    throw OptionError("cross_product: right.rows()", fmt::to_string(right.rows()),
                      fmt::format("must be left.rows() = {}", left.rows()));
  }
  return sum_over_blocks(left.rows(), left.cols(), right.cols(),
                         [&](std::int64_t begin, std::int64_t size) -> Eigen::MatrixXf {
                           return left.middleRows(begin, size).transpose() *
                                  right.middleRows(begin, size);
                         });
}

Eigen::MatrixXd gram(const RowMatrix& matrix) {
  Eigen::MatrixXd lower = sum_over_blocks(
      matrix.rows(), matrix.cols(), matrix.cols(), [&](std::int64_t begin, std::int64_t size) {
        Eigen::MatrixXf part = Eigen::MatrixXf::Zero(matrix.cols(), matrix.cols());
        part.selfadjointView<Eigen::Lower>().rankUpdate(matrix.middleRows(begin, size).transpose());
        return part;
      });
  return lower.selfadjointView<Eigen::Lower>();
}

RowMatrix multiply(const RowMatrix& left, const Eigen::MatrixXd& right) {
  const RowMatrix factor = right.cast<float>();
  RowMatrix product = new_row_matrix(left.rows(), right.cols());
  parallel_blocks(left.rows(), kBlockRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    product.middleRows(begin, end - begin).noalias() = left.middleRows(begin, end - begin) * factor;
  });
  return product;
}

void multiply_in_place(RowMatrix& matrix, const Eigen::MatrixXd& right) {
  if (right.rows() != matrix.cols() || right.cols() != matrix.cols()) {
    throw OptionError("multiply_in_place: right",
                      fmt::format("{} x {}", right.rows(), right.cols()),
                      fmt::format("must be {0} x {0}", matrix.cols()));
  }
  const RowMatrix factor = right.cast<float>();
  parallel_blocks(matrix.rows(), kBlockRows,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    auto rows = matrix.middleRows(begin, end - begin);
                    const RowMatrix product = rows * factor;
                    rows = product;
                  });
}

RowMatrix orthonormal_basis(RowMatrix matrix) {
  constexpr int kMostPasses = 8;
  for (int pass = 0; pass < kMostPasses; ++pass) {
    const BasisChange change = basis_change(gram(matrix));
    multiply_in_place(matrix, change.coefficients);
    for (const Eigen::Index column : change.dependent) fill_randomly(matrix, column, pass);
    if (change.dependent.empty() && change.smallest_pivot >= kEnough) break;
  }
  return matrix;
}

double orthogonality_error(const RowMatrix& matrix) {
  const Eigen::MatrixXd difference =
      gram(matrix) - Eigen::MatrixXd::Identity(matrix.cols(), matrix.cols());
  return matrix.cols() == 0 ? 0.0 : difference.cwiseAbs().maxCoeff();
}

}  // namespace eigenlex
