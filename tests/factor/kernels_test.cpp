// The kernels tuned by hand against the plain loops that define them, on random shapes and with the
// numbers that are special to floats.

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "eigenlex/core/random.hpp"
#include "eigenlex/factor/als.hpp"
#include "eigenlex/matrix/spmm.hpp"

#include "support/als_problem.hpp"
#include "support/matrices.hpp"

namespace eigenlex {
namespace kernels_test {

using testing::AlsProblem;
using testing::random_dense;
using testing::random_sparse;

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
/// Finite ones small enough that no product of two, and no sum of some hundreds, overflows.
constexpr std::array kFinite = {0.0F,
                                -0.0F,
                                1.0F,
                                -1.0F,
                                1e15F,
                                -1e15F,
                                std::numeric_limits<float>::min(),
                                std::numeric_limits<float>::denorm_min(),
                                -std::numeric_limits<float>::denorm_min()};

/// Mostly standard normal; one in ten is special and, where asked for, one in a hundred not finite.
float any_number(Random& random, bool finite) {
  if (!finite && random.below(100) == 0) {
    return std::array{kInfinity, -kInfinity, kNan}[random.below(3)];
  }
  if (random.below(10) == 0) return kFinite[random.below(kFinite.size())];
  return static_cast<float>(random.normal());
}

/// A value rounded to bfloat16 by its definition: 8 significant bits, ties to even.
float in_bfloat16(float value) {
  if (value == 0 || !std::isfinite(value)) return value;
  constexpr int kSmallestStep = -133;
  const int step = std::max(std::ilogb(value) - 7, kSmallestStep);
  return static_cast<float>(std::ldexp(std::nearbyint(std::ldexp(double{value}, -step)), step));
}

/// That `actual` is the sum of the products of a row and a column, and not finite where it is not.
void expect_sum(const CsrMatrix<float>& a, const RowMatrix& x, Eigen::Index i, Eigen::Index j,
                float actual) {
  double sum = 0, scale = 0;
  const auto columns = a.row_indices(i);
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const double product = double{a.row_values(i)[k]} * double{x(columns[k], j)};
    sum += product;
    scale += std::abs(product);
  }
  if (std::isnan(sum)) {
    EXPECT_TRUE(std::isnan(actual)) << actual;
  } else if (std::isinf(sum)) {
    EXPECT_EQ(double{actual}, sum);
  } else {
    // n ε of the magnitudes for a sum of n floats; products that underflow lose a smallest number.
    const auto terms = static_cast<double>(columns.size() + 1);
    EXPECT_NEAR(actual, sum, terms * (6e-8 * scale + 1.5e-45));
  }
}

CsrMatrix<float> random_matrix(Random& random, bool finite) {
  const auto rows = static_cast<std::int64_t>(random.below(40));
  const auto cols = static_cast<std::int64_t>(1 + random.below(80));
  CsrMatrix<float> matrix = random_sparse(rows, cols, random.below(1000));
  for (float& value : matrix.values) value = any_number(random, finite);
  return matrix;
}

TEST(SpmmKernel, IsThePlainLoopOnRandomShapesAndSpecialNumbers) {
  Random random(1);
  for (int trial = 0; trial < 120; ++trial) {
    const bool finite = trial % 2 == 0;
    const CsrMatrix<float> a = random_matrix(random, finite);
    RowMatrix x(a.cols, static_cast<Eigen::Index>(1 + random.below(150)));
    for (float& value : x.reshaped()) value = any_number(random, finite);
    const RowMatrix rounded = x.unaryExpr([](float value) { return in_bfloat16(value); });
    const RowMatrix in_float = multiply(a, x, DensePrecision::kFloat);
    const RowMatrix in_bf16 = multiply(a, x, DensePrecision::kBfloat16);
    for (Eigen::Index i = 0; i < a.rows; ++i) {
      for (Eigen::Index j = 0; j < x.cols(); ++j) {
        expect_sum(a, x, i, j, in_float(i, j));
        expect_sum(a, rounded, i, j, in_bf16(i, j));
      }
    }
    if (HasFailure()) FAIL() << "trial " << trial;
  }
}

// Rounding by an addition would carry the bits of some NaN into the exponent, and over to zero.
TEST(SpmmKernel, Bfloat16KeepsEveryNan) {
  const CsrMatrix<float> one = testing::to_csr(Eigen::MatrixXd::Ones(1, 1));
  for (const std::uint32_t bits :
       {0x7fc00000U, 0x7f800001U, 0x7fffffffU, 0xff800001U, 0xffffffffU}) {
    const RowMatrix x = RowMatrix::Constant(1, 1, std::bit_cast<float>(bits));
    EXPECT_TRUE(std::isnan(multiply(one, x, DensePrecision::kBfloat16)(0, 0))) << std::hex << bits;
  }
}

/// One conjugate-gradient step from zero along p = D⁻¹ b with D the diagonal of CᵀC, in double:
/// w = (b·p / p·M p) p for M = ρ CᵀC + λ I + Σ (a - ρ)₊ c cᵀ and b = Σ a m c.
Eigen::VectorXd one_step(const AlsProblem& problem, const AlsOptions& options,
                         const Eigen::MatrixXd& c, Eigen::Index row) {
  const auto cells = problem.dense(options);
  const Eigen::MatrixXd system =
      c.transpose() * cells.weights.row(row).asDiagonal() * c +
      options.regularization * Eigen::MatrixXd::Identity(c.cols(), c.cols());
  const Eigen::VectorXd right =
      c.transpose() * cells.weights.row(row).cwiseProduct(cells.targets.row(row)).transpose();
  const Eigen::VectorXd direction = right.cwiseQuotient(c.colwise().squaredNorm().transpose());
  const double length = direction.dot(system * direction);
  if (length <= 0) return Eigen::VectorXd::Zero(c.cols());
  return right.dot(direction) / length * direction;
}

// Ranks on both sides of the widths of registers and panels.
TEST(AlsKernel, AStepIsThatOfThePlainEquations) {
  Random random(2);
  for (const int rank : {1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100}) {
    const auto rows = static_cast<std::int64_t>(1 + random.below(50));
    const auto cols = static_cast<std::int64_t>(1 + random.below(50));
    const AlsProblem problem(rows, cols, random.below(1000));
    AlsOptions options = testing::full_als_options(RowSolver::kConjugateGradient);
    options.cg_steps = 1;
    FactorPair start{RowMatrix::Zero(rows, rank), random_dense(cols, rank, 3).cast<float>()};
    const Eigen::MatrixXd c = start.cols.cast<double>();
    // The half sweep over the columns then has nothing to do with the rows' result.
    const RowMatrix found = als(problem.view(), start, options).factors.rows;
    for (Eigen::Index i = 0; i < rows; ++i) {
      const Eigen::VectorXd expected = one_step(problem, options, c, i);
      EXPECT_LT((found.row(i).transpose().cast<double>() - expected).norm(),
                1e-4 * (1e-3 + expected.norm()))
          << "rank " << rank << ", row " << i << " of " << rows << " x " << cols;
    }
  }
}

}  // namespace kernels_test
}  // namespace eigenlex
