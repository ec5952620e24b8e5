// A Krylov start of the randomized solver, seen through `randomized_svd`.

#include <cmath>
#include <utility>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/factor/svd.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

namespace eigenlex::internal {
namespace krylov_basis_test {

/// Counts the columns that A Aᵀ is applied to.
class CountingOperator final : public LinearOperator {
 public:
  explicit CountingOperator(const LinearOperator& matrix) : matrix_(matrix) {}
  std::int64_t rows() const override { return matrix_.rows(); }
  std::int64_t cols() const override { return matrix_.cols(); }
  RowMatrix multiply(const RowMatrix& right) const override {
    columns_ += right.cols();
    return matrix_.multiply(right);
  }
  RowMatrix multiply_transposed(const RowMatrix& right) const override {
    columns_ += right.cols();
    return matrix_.multiply_transposed(right);
  }
  Eigen::VectorXd multiply(const Eigen::VectorXd& right) const override {
    return matrix_.multiply(right);
  }
  Eigen::VectorXd multiply_transposed(const Eigen::VectorXd& right) const override {
    return matrix_.multiply_transposed(right);
  }
  std::int64_t columns() const { return columns_; }

 private:
  const LinearOperator& matrix_;
  mutable std::int64_t columns_ = 0;
};

/// Sparse, with `topics` blocks of words that occur together: a spectrum with a slowly falling
/// head.
CsrMatrix<float> topical_matrix(std::int64_t rows, std::int64_t cols, int topics) {
  Random random(7);
  CsrMatrix<float> matrix;
  matrix.rows = rows;
  matrix.cols = cols;
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t j = 0; j < cols; ++j) {
      const std::int64_t topic = i % topics;
      const bool together = topic == j % topics;
      const double chance = together ? 0.4 : 0.02;
      if (random.uniform() >= chance) continue;
      const double size = together ? 4.0 / std::pow(1.0 + static_cast<double>(topic), 0.25) : 1.0;
      matrix.indices.push_back(static_cast<std::int32_t>(j));
      matrix.values.push_back(static_cast<float>(size * (0.5 + random.uniform())));
    }
    matrix.indptr.push_back(static_cast<std::int64_t>(matrix.indices.size()));
  }
  return matrix;
}

TEST(KrylovBasis, AgreesWithTheReferenceSolverOnALargeMatrix) {
  const SparseOperator matrix(topical_matrix(900, 780, 60));
  const SvdResult fast = randomized_svd(matrix, {.rank = 70, .tolerance = 1e-3});
  const SvdResult reference =
      spectra_svd(matrix, {.rank = 70, .tolerance = 1e-8, .max_iterations = 1000});
  EXPECT_TRUE(fast.converged);
  EXPECT_LE(fast.residuals.maxCoeff(), 1e-3);
  for (Eigen::Index i = 0; i < 70; ++i) {
    EXPECT_NEAR(fast.singular_values[i] / reference.singular_values[i], 1, 1e-3) << i;
  }
}

TEST(KrylovBasis, LeavesLittleForTheIterationsThatFollow) {
  const SparseOperator sparse(topical_matrix(1000, 800, 70));
  const CountingOperator matrix(sparse);
  const SvdResult result = randomized_svd(matrix, {.rank = 70});
  EXPECT_TRUE(result.converged);
  EXPECT_LE(result.iterations, 2);
  // The start; at most 5 d columns in the space, multiplied by Aᵀ and A; 128 columns in the result,
  // multiplied so once in the first iteration and twice more where there is a second.
  EXPECT_LE(matrix.columns(), 64 + 2 * 384 + 6 * 128);
}

TEST(KrylovBasis, MatricesOfLowRankAreNotMistakenForOthers) {
  CsrMatrix<float> exact;
  exact.rows = 1000;
  exact.cols = 900;
  for (std::int64_t i = 0; i < exact.rows; ++i) {
    for (std::int64_t j = i % 75; j < exact.cols; j += 75) {
      exact.indices.push_back(static_cast<std::int32_t>(j));
      exact.values.push_back(static_cast<float>(1 + i % 75));
    }
    exact.indptr.push_back(static_cast<std::int64_t>(exact.indices.size()));
  }
  const SparseOperator matrix(std::move(exact));  // row i is 1 + i % 75 times pattern i % 75
  const SvdResult result = randomized_svd(matrix, {.rank = 75});
  EXPECT_TRUE(result.converged);
  EXPECT_LE(result.orthogonality_error, 1e-4);
  EXPECT_THROW(randomized_svd(matrix, {.rank = 80}), OptionError);
}

TEST(KrylovBasis, SameBytesForAnyNumberOfThreads) {
  const SparseOperator matrix(topical_matrix(2100, 780, 90));
  const auto run = [&](int threads) {
    const ThreadCount scope(threads);
    return randomized_svd(matrix, {.rank = 70, .max_iterations = 2});
  };
  const SvdResult once = run(1);
  for (const int threads : {2, 3}) {
    const SvdResult again = run(threads);
    EXPECT_EQ(again.u, once.u);
    EXPECT_EQ(again.singular_values, once.singular_values);
    EXPECT_EQ(again.v, once.v);
  }
}

TEST(KrylovBasis, CanBeInterrupted) {
  const SparseOperator matrix(topical_matrix(800, 780, 10));
  EXPECT_THROW(randomized_svd(matrix, {.rank = 70},
                              [](std::int64_t done, std::int64_t) {
                                if (done > 0) throw Interrupted();
                              }),
               Interrupted);
}

}  // namespace krylov_basis_test
}  // namespace eigenlex::internal
