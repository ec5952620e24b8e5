#include "matrix/symmetric_eigen.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include <Eigen/Eigenvalues>
#include <Eigen/Householder>

#include "eigenlex/core/cancellation.hpp"

namespace eigenlex::internal {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Makes `a` tridiagonal from its lower half. Reflection k, I - h v vᵀ with v = (1, column k below
/// its subdiagonal), is left there; returns the factors h.
VectorXd reduce(MatrixXd& a) {
  const Index n = a.rows();
  VectorXd factors(n - 1);
  for (Index k = 0; k < n - 1; ++k) {
    check_cancelled();
    const Index rest = n - k - 1;
    auto v = a.col(k).tail(rest);
    auto corner = a.bottomRightCorner(rest, rest);
    double factor = 0, subdiagonal = 0;
    v.makeHouseholderInPlace(factor, subdiagonal);
    v[0] = 1;
    // w = h A v - (h / 2) (h A v)·v v, where factors will be; then A -= v wᵀ + w vᵀ.
    auto w = factors.tail(rest);
    w.noalias() = corner.selfadjointView<Eigen::Lower>() * (factor * v);
    w += (factor * -0.5 * w.dot(v)) * v;
    corner.selfadjointView<Eigen::Lower>().rankUpdate(v, w, -1.0);
    v[0] = subdiagonal;
    factors[k] = factor;
  }
  return factors;
}

/// Puts the product of the reflections in their place.
void multiply_reflections(MatrixXd& a, const VectorXd& factors) {
  const Index n = a.rows();
  VectorXd products(n);
  a.diagonal().setOnes();
  a.triangularView<Eigen::StrictlyUpper>().setZero();
  for (Index k = n - 2; k >= 0; --k) {
    check_cancelled();
    const Index rest = n - k - 1;
    a.bottomRightCorner(rest, rest)
        .applyHouseholderOnTheLeft(a.col(k).tail(rest - 1), factors[k], products.data());
    a.col(k).tail(rest).setZero();
  }
}

/// Sets entries beside the diagonal to 0 that are rounding next to it.
void drop_rounding(const VectorXd& diagonal, VectorXd& beside, Index first, Index last) {
  constexpr double kSmallest = std::numeric_limits<double>::min();
  constexpr double kInverseEpsilon = 1 / std::numeric_limits<double>::epsilon();
  for (Index i = first; i < last; ++i) {
    const double scaled = kInverseEpsilon * beside[i];
    const double neighbours = std::abs(diagonal[i]) + std::abs(diagonal[i + 1]);
    if (std::abs(beside[i]) < kSmallest || scaled * scaled <= neighbours) beside[i] = 0;
  }
}

/// Makes a tridiagonal matrix diagonal and turns `vectors` along.
void diagonalize(VectorXd& diagonal, VectorXd& beside, MatrixXd& vectors) {
  constexpr Index kMostStepsAValue = 30;
  const Index n = diagonal.size();
  Index first = 0, last = n - 1;
  for (Index step = 0; step < kMostStepsAValue * n; ++step) {
    check_cancelled();
    drop_rounding(diagonal, beside, first, last);
    while (last > 0 && beside[last - 1] == 0) --last;
    if (last == 0) return;
    first = last - 1;
    while (first > 0 && beside[first - 1] != 0) --first;
    Eigen::internal::tridiagonal_qr_step<Eigen::ColMajor>(diagonal.data(), beside.data(), first,
                                                          last, vectors.data(), n);
  }
}

void sort(EigenPairs& pairs) {
  for (Index i = 0; i < pairs.values.size() - 1; ++i) {
    Index smallest = 0;
    pairs.values.tail(pairs.values.size() - i).minCoeff(&smallest);
    if (smallest == 0) continue;
    std::swap(pairs.values[i], pairs.values[i + smallest]);
    pairs.vectors.col(i).swap(pairs.vectors.col(i + smallest));
  }
}

}  // namespace

EigenPairs symmetric_eigen(MatrixXd matrix) {
  const Index n = matrix.rows();
  if (n < 2) return {.values = matrix.diagonal(), .vectors = MatrixXd::Ones(n, n)};
  // In numbers that can be squared.
  matrix.triangularView<Eigen::StrictlyUpper>().setZero();
  const double largest = matrix.cwiseAbs().maxCoeff();
  const double scale = largest == 0 ? 1.0 : largest;
  matrix.triangularView<Eigen::Lower>() /= scale;
  const VectorXd factors = reduce(matrix);
  EigenPairs pairs{.values = matrix.diagonal(), .vectors = {}};
  VectorXd beside = matrix.diagonal<-1>();
  multiply_reflections(matrix, factors);
  diagonalize(pairs.values, beside, matrix);
  pairs.vectors = std::move(matrix);
  sort(pairs);
  pairs.values *= scale;
  return pairs;
}

}  // namespace eigenlex::internal
