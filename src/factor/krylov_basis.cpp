#include "factor/krylov_basis.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/tall.hpp"

#include "factor/svd_common.hpp"
#include "matrix/symmetric_eigen.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int64_t kBlockColumns = 64;
/// Most columns of the space, as a multiple of the rank.
constexpr std::int64_t kMostColumns = 5;
/// On PPMI matrices the residuals are about this, relative to σ_1, when the space has two columns a
/// triplet, and fall by a factor of e with each further column a triplet.
constexpr double kResidualAtTwice = 0.016;
/// A new block is rounding once it is this much shorter than σ_1².
constexpr double kExhausted = 1e-6;

std::int64_t rounded_up(std::int64_t columns) {
  return block_count(columns, kBlockColumns) * kBlockColumns;
}

std::int64_t most_columns(const KrylovOptions& options) {
  return rounded_up(kMostColumns * options.rank);
}

/// Columns more, from `columns` on, that should bring a residual down to the tolerance.
std::int64_t enough_columns(std::int64_t columns, double residual, const KrylovOptions& options) {
  const double more =
      static_cast<double>(options.rank) * std::max(0.0, std::log(residual / options.tolerance));
  const auto enough = columns + static_cast<std::int64_t>(std::min(more, 1e9));
  return std::min(std::max(rounded_up(enough), rounded_up(columns + 1)), most_columns(options));
}

/// Columns at which the residuals are looked at first.
std::int64_t first_columns(const KrylovOptions& options) {
  return std::max(krylov_columns(options),
                  enough_columns(2 * options.rank, kResidualAtTwice, options));
}

/// The blocks Q_1, Q_2, ... of a basis, each n x 64 and contiguous.
///
/// One allocation of the largest size: pages that are not written to take no memory, and all go
/// back to the system together.
class Blocks {
 public:
  Blocks(std::int64_t rows, std::int64_t most_columns)
      : rows_(rows), values_(new_row_matrix(rows * most_columns / kBlockColumns, kBlockColumns)) {}

  std::int64_t size() const { return size_; }
  std::int64_t columns() const { return size_ * kBlockColumns; }
  void push_back(const RowMatrix& block) {
    const std::int64_t place = rows_ * size_++;
    parallel_blocks(rows_, kSumRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
      values_.middleRows(place + begin, end - begin) = block.middleRows(begin, end - begin);
    });
  }
  /// Some rows of a block.
  auto rows_of(std::int64_t block, std::int64_t begin, std::int64_t end) const {
    return values_.middleRows(block * rows_ + begin, end - begin);
  }

 private:
  std::int64_t rows_;
  std::int64_t size_ = 0;
  RowMatrix values_;
};

/// [Q_1 Q_2 ...]ᵀ Y.
Eigen::MatrixXd coefficients(const Blocks& blocks, const RowMatrix& y, const Reducer& reducer) {
  return sum_over_rows<float>(
      y.rows(), blocks.columns(), y.cols(),
      [&](std::int64_t begin, std::int64_t size, Eigen::MatrixXf& products) {
        const auto some = y.middleRows(begin, size);
        for (std::int64_t b = 0; b < blocks.size(); ++b) {
          products.middleRows(b * kBlockColumns, kBlockColumns).noalias() =
              blocks.rows_of(b, begin, begin + size).transpose() * some;
        }
      },
      reducer);
}

/// n x l zeros.
RowMatrix zeros(std::int64_t rows, std::int64_t columns) {
  RowMatrix matrix = new_row_matrix(rows, columns);
  parallel_blocks(rows, kSumRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    matrix.middleRows(begin, end - begin).setZero();
  });
  return matrix;
}

/// sums += [Q_1 Q_2 ...] C.
void add_combination(const Blocks& blocks, const RowMatrix& factors, RowMatrix& sums) {
  parallel_blocks(sums.rows(), kSumRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    auto rows = sums.middleRows(begin, end - begin);
    for (std::int64_t b = 0; b < blocks.size(); ++b) {
      rows.noalias() +=
          blocks.rows_of(b, begin, end) * factors.middleRows(b * kBlockColumns, kBlockColumns);
    }
  });
}

/// A block Lanczos process on A Aᵀ.
class Krylov {
 public:
  Krylov(const LinearOperator& matrix, const KrylovOptions& options)
      : matrix_(matrix), options_(options), blocks_(matrix.rows(), most_columns(options)) {
    next_ = orthonormal_basis(matrix.multiply(random_normal(matrix.cols(), kBlockColumns,
                                                            options.seed, 1, matrix.col_reducer())),
                              matrix.row_reducer());
  }

  std::int64_t columns() const { return blocks_.columns(); }

  /// Adds a block; false if the space cannot grow any more.
  bool grow() {
    blocks_.push_back(next_);
    RowMatrix y = matrix_.multiply(matrix_.multiply_transposed(next_));
    projected_.push_back(coefficients(blocks_, y, matrix_.row_reducer()));
    add_combination(blocks_, -projected_.back().cast<float>(), y);
    next_ = orthonormal_basis(y, matrix_.row_reducer());
    coupling_ = cross_product(next_, y, matrix_.row_reducer());
    return coupling_.norm() > kExhausted * projected_.front().norm() &&
           columns() < most_columns(options_);
  }

  /// Finds the Ritz vectors; returns the largest estimated residual ‖A v - σ u‖ / σ_1 among those
  /// wanted: A Aᵀ u - σ² u lies in the next block, and is σ times that.
  double solve() {
    Eigen::MatrixXd projected = Eigen::MatrixXd::Zero(columns(), columns());
    for (std::size_t b = 0; b < projected_.size(); ++b) {
      const Eigen::Index size = projected_[b].rows();
      projected.block(0, size - kBlockColumns, size, kBlockColumns) = projected_[b];
    }
    const internal::EigenPairs eigen = internal::symmetric_eigen(projected.transpose());
    vectors_ = eigen.vectors.rightCols(krylov_columns(options_)).rowwise().reverse();
    const Eigen::VectorXd values = eigen.values.reverse().cwiseMax(0.0);
    const Eigen::MatrixXd outside =
        coupling_ * vectors_.bottomRows(kBlockColumns).leftCols(options_.rank);
    double worst = 0;
    for (Eigen::Index i = 0; i < options_.rank; ++i) {
      if (values[i] > 0) worst = std::max(worst, outside.col(i).norm() / std::sqrt(values[i]));
    }
    return values[0] > 0 ? worst / std::sqrt(values[0]) : 0.0;
  }

  /// The leading Ritz vectors; there is no space after that.
  RowMatrix take_ritz_basis() && {
    RowMatrix basis = zeros(matrix_.rows(), krylov_columns(options_));
    add_combination(blocks_, vectors_.cast<float>(), basis);
    blocks_ = Blocks(0, 0);
    return orthonormal_basis(std::move(basis), matrix_.row_reducer());
  }

 private:
  const LinearOperator& matrix_;
  const KrylovOptions& options_;
  Blocks blocks_;
  RowMatrix next_;
  /// The upper half of [Q_1 Q_2 ...]ᵀ A Aᵀ [Q_1 Q_2 ...], by block columns.
  std::vector<Eigen::MatrixXd> projected_;
  Eigen::MatrixXd coupling_;  ///< next blockᵀ A Aᵀ (last block)
  Eigen::MatrixXd vectors_;   ///< the leading Ritz vectors, in the basis of the blocks
};

}  // namespace

// Whole blocks, as a product takes the same time for a part of one.
std::int64_t krylov_columns(const KrylovOptions& options) { return rounded_up(options.rank + 4); }

bool is_worth_krylov(std::int64_t rows, std::int64_t cols, const KrylovOptions& options) {
  return options.rank > kBlockColumns && 2 * most_columns(options) <= std::min(rows, cols);
}

std::int64_t krylov_memory(std::int64_t rows, const KrylovOptions& options) {
  // The space, as far as it may grow, and the result of it; the projected matrix, whole and in
  // parts, and its eigenvectors.
  const std::int64_t k = most_columns(options);
  return 4 * rows * (k + krylov_columns(options)) + 32 * k * k;
}

RowMatrix krylov_basis(const LinearOperator& matrix, const KrylovOptions& options,
                       const Progress& progress) {
  Krylov krylov(matrix, options);
  // What the residuals are is found out by an eigenproblem, too costly to solve at every block.
  std::int64_t enough = first_columns(options);
  for (bool grows = true; grows;) {
    while (grows && krylov.columns() < enough) {
      grows = krylov.grow() || krylov.columns() < krylov_columns(options);
      report(progress, krylov.columns(), most_columns(options));
    }
    const double residual = krylov.solve();
    if (residual <= options.tolerance) break;
    enough = enough_columns(krylov.columns(), residual, options);
  }
  return std::move(krylov).take_ritz_basis();
}

}  // namespace eigenlex::internal
