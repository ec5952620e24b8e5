#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Eigenvalues>

#include "eigenlex/factor/svd.hpp"
#include "eigenlex/factor/tall.hpp"

#include "krylov_basis.hpp"
#include "svd_common.hpp"

namespace eigenlex {
namespace {

/// Least ratio of the smallest to the largest Ritz value at which the filter has degree 2: with a
/// wider spectrum its growth exceeds the precision of float.
constexpr double kNarrowSpectrum = 1e-4;
/// A Krylov space is not made for tolerances below this: rounding would hide the residuals.
constexpr double kFinestKrylovTolerance = 1e-3;

/// Columns of the basis: the rank and its oversampling (4 columns at least).
std::int64_t basis_columns(const LinearOperator& matrix, const SvdOptions& options) {
  const auto extra = static_cast<std::int64_t>(std::ceil(options.oversampling * options.rank));
  return std::min({options.rank + std::max<std::int64_t>(4, extra), matrix.rows(), matrix.cols()});
}

struct Start {
  RowMatrix basis;
  bool is_random = false;
};

/// The leading Ritz vectors of a Krylov space where the matrix is large enough for one, else a
/// random basis.
Start start_basis(const LinearOperator& matrix, const SvdOptions& options,
                  const Progress& progress) {
  const KrylovOptions krylov{.rank = options.rank,
                             .tolerance = std::max(options.tolerance, kFinestKrylovTolerance),
                             .seed = options.seed};
  if (is_worth_krylov(matrix, krylov)) return {krylov_basis(matrix, krylov, progress), false};
  const RowMatrix random =
      random_normal(matrix.cols(), basis_columns(matrix, options), options.seed);
  return {orthonormal_basis(matrix.multiply(random)), true};
}

/// Rayleigh-Ritz approximation of the left singular vectors within the span of Q.
struct Ritz {
  Eigen::MatrixXd vectors;  ///< l x l: Q times a column approximates a left singular vector
  Eigen::VectorXd values;   ///< θ = σ², non-increasing, >= 0
};

/// From QᵀA AᵀQ = TᵀT with T = AᵀQ.
Ritz ritz(const RowMatrix& t) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(gram(t));
  return {.vectors = eigen.eigenvectors().rowwise().reverse(),
          .values = eigen.eigenvalues().reverse().cwiseMax(0.0)};
}

/// Largest ‖A v - σ u‖ / σ_1 of the first `rank` triplets u = Q w, v = T w / σ, with Y = A T:
/// ‖A v - σ u‖² = wᵀYᵀY w / θ - 2 wᵀQᵀY w + θ.
///
/// Exact products would make QᵀY the same as TᵀT, but rounded ones do not. Cancellation limits the
/// estimate to about 3e-4, which is enough to decide on.
double estimated_residual(const Ritz& ritz_pairs, const RowMatrix& q, const RowMatrix& y,
                          int rank) {
  const Eigen::MatrixXd wanted = ritz_pairs.vectors.leftCols(rank);
  const Eigen::MatrixXd squares = gram(y) * wanted;
  const Eigen::MatrixXd products = cross_product(q, y) * wanted;
  double worst = 0;
  for (Eigen::Index i = 0; i < rank; ++i) {
    const double theta = ritz_pairs.values[i];
    if (theta <= 0) continue;
    worst = std::max(worst, wanted.col(i).dot(squares.col(i)) / theta -
                                2 * wanted.col(i).dot(products.col(i)) + theta);
  }
  return std::sqrt(worst / ritz_pairs.values[0]);
}

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
  return orthonormal_basis(std::move(y));
}

/// Takes its arguments, to free each tall matrix after its last use.
SvdResult triplets(RowMatrix q, RowMatrix t, RowMatrix y, const Ritz& ritz_pairs,
                   const SvdOptions& options) {
  const Eigen::VectorXd sigma = ritz_pairs.values.cwiseSqrt();
  check_numerical_rank(sigma, options.rank);
  const Eigen::MatrixXd left = ritz_pairs.vectors.leftCols(options.rank);
  const Eigen::MatrixXd right = left * sigma.head(options.rank).cwiseInverse().asDiagonal();
  SvdResult result;
  result.singular_values = sigma.head(options.rank).cast<float>();
  result.u = multiply(q, left);
  q.resize(0, 0);
  result.v = multiply(t, right);
  t.resize(0, 0);
  const RowMatrix products = multiply(y, right);
  y.resize(0, 0);
  finish_svd(result, products, options.tolerance);
  return result;
}

}  // namespace

SvdResult randomized_svd(const LinearOperator& matrix, const SvdOptions& options,
                         const Progress& progress) {
  check_svd_problem(matrix, options);
  // The start is counted as half of the steps: it is more from a Krylov space, less from chance.
  const std::int64_t iteration_steps = 2 * options.max_iterations;
  const std::int64_t steps = 2 * iteration_steps;
  report(progress, 0, steps);
  Start start = start_basis(matrix, options, [&](std::int64_t done, std::int64_t total) {
    report(progress, done * iteration_steps / total, steps);
  });
  RowMatrix q = std::move(start.basis);
  for (int iteration = 1;; ++iteration) {
    RowMatrix t = matrix.multiply_transposed(q);
    report(progress, iteration_steps + 2 * iteration - 1, steps);
    RowMatrix y = matrix.multiply(t);
    report(progress, iteration_steps + 2 * iteration, steps);
    const Ritz ritz_pairs = ritz(t);
    if (!(ritz_pairs.values[0] > 0)) check_numerical_rank(ritz_pairs.values, options.rank);
    const bool last = iteration == options.max_iterations ||
                      estimated_residual(ritz_pairs, q, y, options.rank) <= options.tolerance;
    if (last) {
      SvdResult result = triplets(std::move(q), std::move(t), std::move(y), ritz_pairs, options);
      result.iterations = iteration;
      report(progress, steps, steps);
      return result;
    }
    t.resize(0, 0);
    // The Ritz values of a random start are too small to filter by.
    const bool second_degree = !start.is_random || iteration > 1;
    q = next_basis(matrix, second_degree, std::move(q), std::move(y), ritz_pairs);
  }
}

}  // namespace eigenlex
