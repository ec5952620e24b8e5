#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include <Spectra/SymEigsSolver.h>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/factor/svd.hpp"

#include "factor/scaled_operator.hpp"
#include "factor/svd_common.hpp"
#include "matrix/symmetric_eigen.hpp"

namespace eigenlex {
namespace {

using internal::check_numerical_rank;
using internal::check_svd_problem;
using internal::finish_svd;
using internal::relative_residuals;
using internal::ScaledOperator;
using internal::undo_scale;

constexpr double kSmallestTolerance = 1e-12;
/// Spectra takes a residual for zero below a fixed number, ε √n, whatever the norm of the operator.
/// With a norm of 1 or more, the rounding errors that remain when a matrix of low rank has no
/// further direction are above it, and Spectra goes on with them to eigenvalues of any size
/// (Lanczos::factorize_from). The operator is given to it with about this norm.
constexpr double kNormForSpectra = 1e-3;
/// So many power iterations give the norm within a factor of about n^(1/10): 3 for 100,000 rows.
constexpr int kPowerIterations = 5;

/// Whether A Aᵀ (n x n) rather than Aᵀ A (m x m) is the smaller one.
bool on_rows(const LinearOperator& matrix) { return matrix.rows() <= matrix.cols(); }

/// x -> A Aᵀ x or Aᵀ A x, whichever is smaller, divided by `scale()`, in the form Spectra asks for.
class NormalOperator {
 public:
  using Scalar = double;

  NormalOperator(const LinearOperator& matrix, const Progress& progress)
      : matrix_(matrix), progress_(progress) {}

  double scale() const { return scale_; }
  void set_scale(double scale) { scale_ = scale; }

  Eigen::Index rows() const { return std::min(matrix_.rows(), matrix_.cols()); }
  Eigen::Index cols() const { return rows(); }

  void perform_op(const double* in, double* out) const {
    const Eigen::VectorXd x = Eigen::Map<const Eigen::VectorXd>(in, rows());
    Eigen::Map<Eigen::VectorXd>(out, rows()) =
        on_rows(matrix_) ? matrix_.multiply(matrix_.multiply_transposed(x))
                         : matrix_.multiply_transposed(matrix_.multiply(x));
    Eigen::Map<Eigen::VectorXd>(out, rows()) /= scale_;
    report(progress_, ++products_, 0);
  }

 private:
  const LinearOperator& matrix_;
  const Progress& progress_;
  double scale_ = 1;
  mutable std::int64_t products_ = 0;
};

/// Leading eigenpairs of the normal operator, largest first; fewer than asked for if not all
/// converged.
struct EigenPairs {
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
  int iterations = 0;
};

/// The norm of the operator, from below, by power iterations; 0 if the operator is.
double estimate_norm(const NormalOperator& normal, Eigen::VectorXd x) {
  double norm = 0;
  for (int i = 0; i < kPowerIterations; ++i) {
    x.normalize();
    Eigen::VectorXd product(normal.rows());
    normal.perform_op(x.data(), product.data());
    norm = product.norm();
    if (norm == 0) return 0;
    x = product;
  }
  return norm;
}

/// Columns of the Lanczos basis.
std::int64_t basis_columns(std::int64_t rows, std::int64_t rank) {
  return std::min(rows, 2 * rank + 20);
}

EigenPairs lanczos(NormalOperator& normal, const SvdOptions& options) {
  Spectra::SymEigsSolver<NormalOperator> solver(normal, options.rank,
                                                basis_columns(normal.rows(), options.rank));
  Eigen::VectorXd start(normal.rows());
  Random random(options.seed);
  for (double& entry : start) entry = random.normal();
  // Spectra throws from deep within on a zero operator; a zero spectrum is the answer to it.
  const double norm = estimate_norm(normal, start);
  if (norm == 0) return {.values = Eigen::VectorXd::Zero(options.rank), .vectors = {}};
  normal.set_scale(norm / kNormForSpectra);
  solver.init(start.data());
  // ‖A Aᵀ u - θ u‖ <= t θ gives a triplet residual of at most t σ.
  const double tolerance = std::max(options.tolerance, kSmallestTolerance);
  solver.compute(Spectra::SortRule::LargestAlge, options.max_iterations, tolerance);
  return {.values = solver.eigenvalues() * normal.scale(),
          .vectors = solver.eigenvectors(),
          .iterations = static_cast<int>(solver.num_iterations())};
}

/// All eigenpairs by Eigen: Spectra finds fewer than the dimension of the operator.
EigenPairs dense_eigenpairs(const NormalOperator& normal) {
  Eigen::MatrixXd square(normal.rows(), normal.rows());
  for (Eigen::Index j = 0; j < square.cols(); ++j) {
    const Eigen::VectorXd unit = Eigen::VectorXd::Unit(square.rows(), j);
    normal.perform_op(unit.data(), square.col(j).data());
  }
  const internal::EigenPairs eigen = internal::symmetric_eigen(std::move(square));
  return {.values = eigen.values.reverse(),
          .vectors = eigen.vectors.rowwise().reverse(),
          .iterations = 1};
}

/// The side of the triplets that the eigenvectors are not: A v / σ or Aᵀ u / σ.
RowMatrix other_side(const LinearOperator& matrix, const Eigen::MatrixXd& side,
                     const Eigen::VectorXd& sigma) {
  RowMatrix result(std::max(matrix.rows(), matrix.cols()), side.cols());
  for (Eigen::Index j = 0; j < side.cols(); ++j) {
    const Eigen::VectorXd x = side.col(j);
    const Eigen::VectorXd y = on_rows(matrix) ? matrix.multiply_transposed(x) : matrix.multiply(x);
    result.col(j) = (y / sigma[j]).cast<float>();
  }
  return result;
}

RowMatrix products_with(const LinearOperator& matrix, const RowMatrix& v) {
  RowMatrix products(matrix.rows(), v.cols());
  for (Eigen::Index j = 0; j < v.cols(); ++j) {
    const Eigen::VectorXd x = v.col(j).cast<double>();
    products.col(j) = matrix.multiply(x).cast<float>();
  }
  return products;
}

/// Of a matrix whose entries are of about 1. Calls `release`, if there is one, after the last
/// product.
SvdResult decompose_by_lanczos(const LinearOperator& matrix, const SvdOptions& options,
                               const Progress& progress, const std::function<void()>& release) {
  const Reducer& rows = matrix.row_reducer();
  const Reducer& cols = matrix.col_reducer();
  NormalOperator normal(matrix, progress);
  const EigenPairs pairs =
      options.rank < normal.rows() ? lanczos(normal, options) : dense_eigenpairs(normal);
  const auto found = static_cast<int>(pairs.values.size());
  if (found == 0) {
    throw OptionError("SvdOptions.max_iterations", fmt::to_string(options.max_iterations),
                      "is too few: no singular triplet converged");
  }
  const Eigen::VectorXd sigma = pairs.values.cwiseMax(0.0).cwiseSqrt();
  check_numerical_rank(sigma, found);
  SvdResult result;
  result.singular_values = sigma.cast<float>();
  result.u = on_rows(matrix) ? RowMatrix(pairs.vectors.cast<float>())
                             : other_side(matrix, pairs.vectors, sigma);
  result.v = on_rows(matrix) ? other_side(matrix, pairs.vectors, sigma)
                             : RowMatrix(pairs.vectors.cast<float>());
  const RowMatrix products = products_with(matrix, result.v);
  if (release) release();
  finish_svd(rows, cols, relative_residuals(result.u, result.singular_values, products, rows),
             options.tolerance, result);
  result.iterations = pairs.iterations;
  result.converged = result.converged && found == options.rank;
  return result;
}

}  // namespace

std::int64_t spectra_svd_memory(std::int64_t rows, std::int64_t cols, const SvdOptions& options) {
  const std::int64_t d = options.rank;
  const std::int64_t side = std::min(rows, cols);
  // The basis, or the matrix and what its eigenpairs take, and the eigenvectors in double; then the
  // tables, and vectors of the products.
  const std::int64_t eigen_columns = d < side ? basis_columns(side, d) : 3 * side;
  return 8 * side * (eigen_columns + d) + 4 * d * (2 * rows + cols) + 24 * (rows + cols);
}

SvdResult spectra_svd(const LinearOperator& matrix, const SvdOptions& options,
                      const Progress& progress, const std::function<void()>& release) {
  const ScaledOperator scaled(matrix, check_svd_problem(matrix, options));
  SvdResult result = decompose_by_lanczos(scaled, options, progress, release);
  undo_scale(scaled.scale(), result);
  return result;
}

}  // namespace eigenlex
