#include "eigenlex/matrix/tall.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/Core>
#include <fmt/format.h>

#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace {

constexpr std::uint64_t kReplacementSeed = 0x5eed;

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
    check_cancelled();
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

void fill_randomly(RowMatrix& matrix, Eigen::Index column, int pass, const Reducer& reducer) {
  Random random(kReplacementSeed + static_cast<std::uint64_t>(pass),
                static_cast<std::uint64_t>(column));
  for (std::int64_t i = 0; i < reducer.first_row(); ++i) random.normal();
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    matrix(i, column) = static_cast<float>(random.normal());
  }
}

}  // namespace

const Reducer& rows_in_one_place() {
  static const Reducer reducer;
  return reducer;
}

Eigen::MatrixXd cross_product(const RowMatrix& left, const RowMatrix& right,
                              const Reducer& reducer) {
  if (left.rows() != right.rows()) {
    throw OptionError("cross_product: right.rows()", fmt::to_string(right.rows()),
                      fmt::format("must be left.rows() = {}", left.rows()));
  }
  return sum_over_rows<float>(
      left.rows(), left.cols(), right.cols(),
      [&](std::int64_t begin, std::int64_t size, Eigen::MatrixXf& part) {
        part.noalias() = left.middleRows(begin, size).transpose() * right.middleRows(begin, size);
      },
      reducer);
}

Eigen::MatrixXd gram(const RowMatrix& matrix, const Reducer& reducer) {
  Eigen::MatrixXd lower = sum_over_rows<float>(
      matrix.rows(), matrix.cols(), matrix.cols(),
      [&](std::int64_t begin, std::int64_t size, Eigen::MatrixXf& part) {
        part.setZero();
        part.selfadjointView<Eigen::Lower>().rankUpdate(matrix.middleRows(begin, size).transpose());
      },
      reducer);
  return lower.selfadjointView<Eigen::Lower>();
}

Eigen::VectorXd column_squares(const RowMatrix& matrix, const Reducer& reducer) {
  return sum_over_rows<double>(
             matrix.rows(), 1, matrix.cols(),
             [&](std::int64_t begin, std::int64_t size, Eigen::MatrixXd& part) {
               part = matrix.middleRows(begin, size).cast<double>().cwiseAbs2().colwise().sum();
             },
             reducer)
      .transpose();
}

RowMatrix multiply(const RowMatrix& left, const Eigen::MatrixXd& right) {
  const RowMatrix factor = right.cast<float>();
  RowMatrix product = new_row_matrix(left.rows(), right.cols());
  parallel_blocks(left.rows(), kSumRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
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
  parallel_blocks(matrix.rows(), kSumRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    auto rows = matrix.middleRows(begin, end - begin);
    const RowMatrix product = rows * factor;
    rows = product;
  });
}

RowMatrix orthonormal_basis(RowMatrix matrix, const Reducer& reducer) {
  constexpr int kMostPasses = 8;
  for (int pass = 0; pass < kMostPasses; ++pass) {
    const BasisChange change = basis_change(gram(matrix, reducer));
    multiply_in_place(matrix, change.coefficients);
    for (const Eigen::Index column : change.dependent) fill_randomly(matrix, column, pass, reducer);
    if (change.dependent.empty() && change.smallest_pivot >= kEnough) break;
  }
  return matrix;
}

double orthogonality_error(const RowMatrix& matrix, const Reducer& reducer) {
  const Eigen::MatrixXd difference =
      gram(matrix, reducer) - Eigen::MatrixXd::Identity(matrix.cols(), matrix.cols());
  return matrix.cols() == 0 ? 0.0 : difference.cwiseAbs().maxCoeff();
}

Eigen::RowVectorXf column_signs(const RowMatrix& matrix, const Reducer& reducer) {
  // The same pass as that of a sum, but that an entry takes over where it is the larger one.
  const auto keep_larger = [](const auto& others, auto&& entries) {
    entries = (others.array().abs() > entries.array().abs()).select(others, entries);
  };
  std::vector<Eigen::RowVectorXf> parts(
      static_cast<std::size_t>(block_count(matrix.rows(), kSumRows)));
  parallel_blocks(matrix.rows(), kSumRows,
                  [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                    Eigen::RowVectorXf& entries = parts[static_cast<std::size_t>(block)];
                    entries = matrix.row(begin);
                    for (std::int64_t i = begin + 1; i < end; ++i) {
                      keep_larger(matrix.row(i), entries);
                    }
                  });
  Eigen::RowVectorXd largest = Eigen::RowVectorXd::Zero(matrix.cols());
  reducer.in_row_order({largest.data(), static_cast<std::size_t>(largest.size())},
                       [&](std::int64_t begin, std::int64_t end) {
                         for (const Eigen::RowVectorXf& part : parts) {
                           keep_larger(part.segment(begin, end - begin).cast<double>(),
                                       largest.segment(begin, end - begin));
                         }
                       });
  return (largest.array() < 0).select(-1.0f, Eigen::RowVectorXf::Ones(matrix.cols()));
}

void scale_columns(RowMatrix& matrix, const Eigen::RowVectorXf& scales) {
  parallel_blocks(matrix.rows(), kSumRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    matrix.middleRows(begin, end - begin).array().rowwise() *= scales.array();
  });
}

RowMatrix random_normal(std::int64_t rows, std::int64_t cols, std::uint64_t seed, double deviation,
                        const Reducer& reducer) {
  RowMatrix matrix = new_row_matrix(rows, cols);
  const std::int64_t first_block = reducer.first_row() / kSumRows;
  parallel_blocks(rows, kSumRows, [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
    Random random(seed, static_cast<std::uint64_t>(first_block + block));
    for (std::int64_t i = begin * cols; i < end * cols; ++i) {
      matrix.data()[i] = static_cast<float>(deviation * random.normal());
    }
  });
  return matrix;
}

}  // namespace eigenlex
