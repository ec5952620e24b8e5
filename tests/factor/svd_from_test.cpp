#include "eigenlex/factor/svd_from.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

#include "support/matrices.hpp"

namespace eigenlex {
namespace svd_from_test {

CsrMatrix<float> falling_matrix(double noise) {
  Eigen::VectorXd spectrum(200);
  for (Eigen::Index i = 0; i < 200; ++i) spectrum[i] = 10 / std::sqrt(1.0 + static_cast<double>(i));
  return testing::to_csr(testing::with_spectrum(500, 300, spectrum, 3) +
                         noise * testing::random_dense(500, 300, 9));
}

TEST(SvdFrom, TheSubspaceOfASimilarMatrixNeedsFewerIterationsThanARandomOne) {
  const SvdOptions options{.rank = 20, .tolerance = 1e-3, .max_iterations = 50};
  const SvdResult before =
      randomized_svd(SparseOperator(falling_matrix(0), DensePrecision::kFloat), options);
  const SparseOperator matrix(falling_matrix(1e-3), DensePrecision::kFloat);
  const SvdResult cold = randomized_svd(matrix, options);
  const SvdResult warm = randomized_svd_from(matrix, before.v, options);
  EXPECT_TRUE(warm.converged);
  EXPECT_LT(warm.iterations, cold.iterations);
  // Residuals of 1e-3 sigma_1 are squared in singular values, whose gaps are a few percent.
  for (Eigen::Index i = 0; i < 20; ++i) {
    EXPECT_NEAR(warm.singular_values[i] / cold.singular_values[i], 1, 1e-3);
  }
}

TEST(SvdFrom, ATableOfFewOrUselessColumnsIsNoHindrance) {
  const SvdOptions options{.rank = 20, .tolerance = 1e-3, .max_iterations = 50};
  const SparseOperator matrix(falling_matrix(0), DensePrecision::kFloat);
  const SvdResult cold = randomized_svd(matrix, options);
  for (const RowMatrix& table : {RowMatrix(300, 0), RowMatrix(RowMatrix::Zero(300, 20)),
                                 RowMatrix(RowMatrix::Ones(300, 60))}) {
    const SvdResult warm = randomized_svd_from(matrix, table, options);
    EXPECT_TRUE(warm.converged);
    EXPECT_NEAR(warm.singular_values[19] / cold.singular_values[19], 1, 1e-3);
  }
  EXPECT_THROW(randomized_svd_from(matrix, RowMatrix::Ones(299, 20), options), OptionError);
}

TEST(SvdFrom, DoesNotDependOnTheNumberOfThreads) {
  const SparseOperator matrix(testing::random_sparse(3000, 1500, 4));
  const RowMatrix table = testing::random_dense(1500, 10, 5).cast<float>();
  const SvdOptions options{.rank = 10, .max_iterations = 3};
  const SvdResult expected = randomized_svd_from(matrix, table, options);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    const SvdResult found = randomized_svd_from(matrix, table, options);
    EXPECT_EQ(found.u, expected.u);
    EXPECT_EQ(found.v, expected.v);
    EXPECT_EQ(found.singular_values, expected.singular_values);
  }
}

}  // namespace svd_from_test
}  // namespace eigenlex
