#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/factor/svd_from.hpp"
#include "eigenlex/matrix/tall.hpp"

#include "factor/krylov_basis.hpp"
#include "factor/scaled_operator.hpp"
#include "factor/svd_common.hpp"
#include "matrix/symmetric_eigen.hpp"

namespace eigenlex {
namespace {

using internal::check_numerical_rank;
using internal::check_svd_problem;
using internal::finish_svd;
using internal::is_worth_krylov;
using internal::krylov_basis;
using internal::krylov_columns;
using internal::krylov_memory;
using internal::KrylovOptions;
using internal::relative_residuals;
using internal::ScaledOperator;
using internal::undo_scale;

/// Least ratio of the smallest to the largest Ritz value at which the filter has degree 2: with a
/// wider spectrum its growth exceeds the precision of float.
constexpr double kNarrowSpectrum = 1e-4;
/// A Krylov space is not made for tolerances below this: rounding would hide the residuals.
constexpr double kFinestKrylovTolerance = 1e-3;

/// Columns of a random basis: the rank and its oversampling (4 columns at least).
std::int64_t basis_columns(std::int64_t rows, std::int64_t cols, const SvdOptions& options) {
  const auto extra = static_cast<std::int64_t>(std::ceil(options.oversampling * options.rank));
  return std::min({options.rank + std::max<std::int64_t>(4, extra), rows, cols});
}

KrylovOptions krylov_options(const SvdOptions& options) {
  return {.rank = options.rank,
          .tolerance = std::max(options.tolerance, kFinestKrylovTolerance),
          .seed = options.seed};
}

struct Start {
  RowMatrix basis;
  bool is_random = false;
};

/// The leading Ritz vectors of a Krylov space where the matrix is large enough for one, else a
/// random basis.
Start start_basis(const LinearOperator& matrix, const SvdOptions& options,
                  const Progress& progress) {
  const KrylovOptions krylov = krylov_options(options);
  const std::int64_t rows = matrix.row_reducer().all_rows(matrix.rows());
  const std::int64_t cols = matrix.col_reducer().all_rows(matrix.cols());
  if (is_worth_krylov(rows, cols, krylov)) return {krylov_basis(matrix, krylov, progress), false};
  const RowMatrix random = random_normal(matrix.cols(), basis_columns(rows, cols, options),
                                         options.seed, 1, matrix.col_reducer());
  return {orthonormal_basis(matrix.multiply(random), matrix.row_reducer()), true};
}

/// A basis of the range of A times a table and random columns of about its length.
Start start_from(const LinearOperator& matrix, const RowMatrix& right, const SvdOptions& options) {
  const std::int64_t rows = matrix.row_reducer().all_rows(matrix.rows());
  const std::int64_t cols = matrix.col_reducer().all_rows(matrix.cols());
  const std::int64_t columns = basis_columns(rows, cols, options);
  const std::int64_t given = std::min<std::int64_t>(columns, right.cols());
  RowMatrix start = random_normal(matrix.cols(), columns, options.seed, 1, matrix.col_reducer());
  start.leftCols(given) = right.leftCols(given);
  return {orthonormal_basis(matrix.multiply(start), matrix.row_reducer()), true};
}

/// Rayleigh-Ritz approximation of the left singular vectors within the span of Q.
struct Ritz {
  Eigen::MatrixXd vectors;  ///< l x l: Q times a column approximates a left singular vector
  Eigen::VectorXd values;   ///< θ = σ², non-increasing, >= 0
};

/// Measures the Ritz values θ_i = ‖T w_i‖² that are too small, beside θ_1, for the Gram matrix,
/// whose partial sums are in float.
void measure_small_values(const RowMatrix& t, const Reducer& reducer, Ritz& pairs) {
  constexpr double kResolved = 1e-5;
  const auto large = (pairs.values.array() > kResolved * pairs.values[0]).count();
  const Eigen::Index small = pairs.values.size() - large;
  if (small == 0) return;
  const Eigen::VectorXd squares =
      column_squares(multiply(t, Eigen::MatrixXd(pairs.vectors.rightCols(small))), reducer);
  std::vector<Eigen::Index> order(static_cast<std::size_t>(small));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::ranges::stable_sort(order, std::greater{}, [&](Eigen::Index i) { return squares[i]; });
  pairs.values.tail(small) = squares(order);
  pairs.vectors.rightCols(small) =
      Eigen::MatrixXd(pairs.vectors.rightCols(small))(Eigen::all, order);
}

/// From QᵀA AᵀQ = TᵀT with T = AᵀQ, whose rows are spread as those of Aᵀ.
Ritz ritz(const RowMatrix& t, const Reducer& reducer) {
  const internal::EigenPairs eigen = internal::symmetric_eigen(gram(t, reducer));
  Ritz pairs{.vectors = eigen.vectors.rowwise().reverse(),
             .values = eigen.values.reverse().cwiseMax(0.0)};
  measure_small_values(t, reducer, pairs);
  return pairs;
}

RowMatrix left_vectors(const RowMatrix& q, const Ritz& ritz_pairs, int rank) {
  return multiply(q, Eigen::MatrixXd(ritz_pairs.vectors.leftCols(rank)));
}

RowMatrix right_vectors(const RowMatrix& t, const Ritz& ritz_pairs, int rank) {
  const Eigen::VectorXd sigma = ritz_pairs.values.head(rank).cwiseSqrt();
  return multiply(t, ritz_pairs.vectors.leftCols(rank) * sigma.cwiseInverse().asDiagonal());
}

/// The first `rank` triplets. The bases that they are in are not kept beside more than need be.
SvdResult triplets(RowMatrix q, RowMatrix t, const Ritz& ritz_pairs, int rank) {
  SvdResult result;
  result.singular_values = ritz_pairs.values.head(rank).cwiseSqrt().cast<float>();
  result.u = left_vectors(q, ritz_pairs, rank);
  q.resize(0, 0);
  result.v = right_vectors(t, ritz_pairs, rank);
  return result;
}

/// Finds ‖A v - σ u‖ of triplets u = Q w, v = T w / σ.
///
/// A product with all of V would take as long as half an iteration. Instead S (A V - U Σ) is looked
/// at, where S has 64 rows of random signs / 8: the squares of a column's entries add up to the
/// square of its norm in expectation, with a standard deviation of at most 18 % (Achlioptas, JCSS
/// 2003), so norms are within about 9 %. Signs are exact in bfloat16, and so S A is exact but for
/// rounding in float.
class Residuals {
 public:
  Residuals(const LinearOperator& matrix, const SvdOptions& options)
      : matrix_(matrix), rank_(options.rank) {
    if (rank_ <= kProbes) return;
    probes_ = new_row_matrix(matrix.rows(), kProbes);
    const std::int64_t first_block = matrix.row_reducer().first_row() / kSumRows;
    parallel_blocks(
        matrix.rows(), kSumRows, [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
          Random random(options.seed + kProbeSeed, static_cast<std::uint64_t>(first_block + block));
          for (std::int64_t i = begin; i < end; ++i) set_signs(random(), i);
        });
    products_ = matrix.multiply_transposed(probes_);
  }

  /// The norms of the leading triplets, relative to σ_1; exact where a product with V is no dearer.
  Eigen::VectorXd of(const RowMatrix& q, const RowMatrix& t, const Ritz& ritz_pairs) const {
    if (rank_ <= kProbes) {
      const RowMatrix products = matrix_.multiply(right_vectors(t, ritz_pairs, rank_));
      const Eigen::VectorXf sigma = ritz_pairs.values.head(rank_).cwiseSqrt().cast<float>();
      return relative_residuals(left_vectors(q, ritz_pairs, rank_), sigma, products,
                                matrix_.row_reducer());
    }
    const Eigen::MatrixXd wanted = ritz_pairs.vectors.leftCols(rank_);
    const Eigen::VectorXd sigma = ritz_pairs.values.head(rank_).cwiseSqrt();
    const Eigen::MatrixXd sketch =
        cross_product(products_, t, matrix_.col_reducer()) * wanted *
            sigma.cwiseInverse().asDiagonal() -
        cross_product(probes_, q, matrix_.row_reducer()) * wanted * sigma.asDiagonal();
    return sketch.colwise().norm().transpose() / sigma[0];
  }

  /// Bytes of what is kept.
  static std::int64_t memory(std::int64_t rows, std::int64_t cols, int rank) {
    return rank <= kProbes ? 0 : 4 * kProbes * (rows + cols);
  }
  /// Bytes that are needed to find the norms.
  static std::int64_t finding_memory(std::int64_t rows, std::int64_t cols, int rank,
                                     DensePrecision precision) {
    return rank > kProbes ? 0 : 4 * rank * (rows + cols) + packed_bytes(cols, rank, precision);
  }

 private:
  static constexpr int kProbes = 64;
  static constexpr std::uint64_t kProbeSeed = 0x5160;

  void set_signs(std::uint64_t bits, std::int64_t row) {
    for (int k = 0; k < kProbes; ++k) {
      probes_(row, k) = (bits >> k & 1) != 0 ? 0.125f : -0.125f;
    }
  }

  const LinearOperator& matrix_;
  int rank_;
  RowMatrix probes_;    ///< Sᵀ
  RowMatrix products_;  ///< AᵀSᵀ
};

/// Basis of the next iteration: an orthonormal one of T_k(A Aᵀ / α - I) Q with the Chebyshev
/// polynomial T_k of degree 1 or 2, rotated by the Ritz vectors so that its columns are nearly
/// orthogonal and differ by their length only. `y` is A Aᵀ Q.
///
/// α is half the smallest Ritz value: the polynomial then stays within [-1, 1] on the unwanted part
/// of the spectrum of A Aᵀ, [0, 2 α], and grows on the wanted part as fast as a polynomial can.
/// Takes its arguments, and holds three tall matrices at a time.
RowMatrix next_basis(const LinearOperator& matrix, bool second_degree, RowMatrix q, RowMatrix y,
                     const Ritz& ritz_pairs) {
  const Eigen::VectorXd& values = ritz_pairs.values;
  const double smallest = values[values.size() - 1];
  const auto alpha = static_cast<float>(smallest / 2);
  y -= alpha * q;
  if (second_degree && smallest > kNarrowSpectrum * values[0]) {
    // T_2(x) = 2 x T_1(x) - 1, both times α: y is α T_1(x) Q.
    q = -2 * y - alpha * q;
    y = matrix.multiply_transposed(y);
    y = matrix.multiply(y);
    y = (2 / alpha) * y + q;
  }
  q.resize(0, 0);
  multiply_in_place(y, ritz_pairs.vectors);
  return orthonormal_basis(std::move(y), matrix.row_reducer());
}

/// Of a matrix whose entries are of about 1; `right` is a table to start from, or null. Calls
/// `release`, if there is one, after the last product.
SvdResult decompose_by_sketch(const LinearOperator& matrix, const RowMatrix* right,
                              const SvdOptions& options, const Progress& progress,
                              const std::function<void()>& release) {
  const Reducer& rows = matrix.row_reducer();
  const Reducer& cols = matrix.col_reducer();
  // The start is counted as half of the steps: it is more from a Krylov space, less from chance.
  const std::int64_t iteration_steps = 2 * options.max_iterations;
  const std::int64_t steps = 2 * iteration_steps;
  report(progress, 0, steps);
  const Progress of_start = [&](std::int64_t done, std::int64_t total) {
    report(progress, done * iteration_steps / total, steps);
  };
  Start start = right != nullptr ? start_from(matrix, *right, options)
                                 : start_basis(matrix, options, of_start);
  RowMatrix q = std::move(start.basis);
  std::optional<Residuals> residuals(std::in_place, matrix, options);
  for (int iteration = 1;; ++iteration) {
    RowMatrix t = matrix.multiply_transposed(q);
    report(progress, iteration_steps + 2 * iteration - 1, steps);
    const Ritz ritz_pairs = ritz(t, cols);
    check_numerical_rank(ritz_pairs.values.cwiseSqrt(), options.rank);
    const Eigen::VectorXd norms = residuals->of(q, t, ritz_pairs);
    if (iteration == options.max_iterations || norms.maxCoeff() <= options.tolerance) {
      residuals.reset();
      if (release) release();
      SvdResult result = triplets(std::move(q), std::move(t), ritz_pairs, options.rank);
      finish_svd(rows, cols, norms, options.tolerance, result);
      result.iterations = iteration;
      report(progress, steps, steps);
      return result;
    }
    RowMatrix y = matrix.multiply(t);
    report(progress, iteration_steps + 2 * iteration, steps);
    t.resize(0, 0);
    // The Ritz values of a random start are too small to filter by.
    const bool second_degree = !start.is_random || iteration > 1;
    q = next_basis(matrix, second_degree, std::move(q), std::move(y), ritz_pairs);
  }
}

}  // namespace

std::int64_t randomized_svd_memory(std::int64_t rows, std::int64_t cols, const SvdOptions& options,
                                   DensePrecision precision) {
  const KrylovOptions krylov = krylov_options(options);
  const bool starts_from_krylov = is_worth_krylov(rows, cols, krylov);
  const std::int64_t l =
      starts_from_krylov ? krylov_columns(krylov) : basis_columns(rows, cols, options);
  // A tall basis and its product; with them the next basis while that is multiplied, or what tells
  // the residuals. Or the product and the triplets.
  const std::int64_t multiplying = 4 * l * rows + packed_bytes(std::max(rows, cols), l, precision);
  const std::int64_t iterating =
      4 * l * (rows + cols) + Residuals::memory(rows, cols, options.rank) +
      std::max(multiplying, Residuals::finding_memory(rows, cols, options.rank, precision));
  const std::int64_t finishing = 4 * l * cols + 4 * options.rank * (rows + cols);
  // Gram matrices, in parts, and their eigenvectors.
  const std::int64_t iteration = std::max(iterating, finishing) + (32 * 4 + 10 * 8) * l * l;
  return starts_from_krylov ? std::max(iteration, krylov_memory(rows, krylov)) : iteration;
}

SvdResult randomized_svd(const LinearOperator& matrix, const SvdOptions& options,
                         const Progress& progress, const std::function<void()>& release) {
  const ScaledOperator scaled(matrix, check_svd_problem(matrix, options));
  SvdResult result = decompose_by_sketch(scaled, nullptr, options, progress, release);
  undo_scale(scaled.scale(), result);
  return result;
}

SvdResult randomized_svd_from(const LinearOperator& matrix, const RowMatrix& right,
                              const SvdOptions& options, const Progress& progress) {
  const ScaledOperator scaled(matrix, check_svd_problem(matrix, options));
  if (right.rows() != matrix.cols()) {
    throw OptionError("randomized_svd_from: right.rows()", fmt::to_string(right.rows()),
                      fmt::format("must be the columns of the matrix, {}", matrix.cols()));
  }
  SvdResult result = decompose_by_sketch(scaled, &right, options, progress, {});
  undo_scale(scaled.scale(), result);
  return result;
}

}  // namespace eigenlex
