#include <cmath>

#include <gtest/gtest.h>

#include "eigenlex/factor/svd.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

#include "support/matrices.hpp"

namespace eigenlex {
namespace randomized_svd_test {

using testing::random_sparse;

TEST(RandomizedSvd, ResidualDecreasesWithIterations) {
  const SparseOperator matrix(random_sparse(600, 400, 1));
  float previous = 1;
  for (const int iterations : {1, 3, 9, 27}) {
    const SvdResult r =
        randomized_svd(matrix, {.rank = 20, .tolerance = 0, .max_iterations = iterations});
    EXPECT_EQ(r.iterations, iterations);
    EXPECT_LT(r.residuals.maxCoeff(), previous);
    previous = r.residuals.maxCoeff();
  }
}

TEST(RandomizedSvd, SingularValuesGrowTowardTheTrueOnesFromBelow) {
  const CsrMatrix<float> sparse = random_sparse(600, 400, 2);
  const SparseOperator matrix(sparse);
  const SvdResult few = randomized_svd(matrix, {.rank = 20, .tolerance = 0, .max_iterations = 1});
  const SvdResult many = randomized_svd(matrix, {.rank = 20, .tolerance = 0, .max_iterations = 30});
  for (Eigen::Index i = 0; i < 20; ++i) {
    EXPECT_LE(few.singular_values[i], many.singular_values[i] * (1 + 1e-5f));
  }
}

TEST(RandomizedSvd, Bfloat16ProductsMoveSingularValuesByLessThanATenthOfAPercent) {
  Eigen::VectorXd spectrum(400);
  for (Eigen::Index i = 0; i < 400; ++i) spectrum[i] = 1 / std::sqrt(1.0 + static_cast<double>(i));
  const CsrMatrix<float> sparse = testing::to_csr(testing::with_spectrum(700, 500, spectrum, 3));
  const SvdOptions options{.rank = 30, .tolerance = 0, .max_iterations = 8};
  const SvdResult wide = randomized_svd(SparseOperator(sparse, DensePrecision::kFloat), options);
  const SvdResult narrow =
      randomized_svd(SparseOperator(sparse, DensePrecision::kBfloat16), options);
  for (Eigen::Index i = 0; i < 30; ++i) {
    EXPECT_NEAR(narrow.singular_values[i] / wide.singular_values[i], 1, 1e-3);
  }
}

TEST(RandomizedSvd, Bfloat16ProductsDoNotDelayTheStop) {
  Eigen::VectorXd spectrum(300);
  for (Eigen::Index i = 0; i < 300; ++i) spectrum[i] = 1 / std::sqrt(1.0 + static_cast<double>(i));
  const CsrMatrix<float> sparse = testing::to_csr(testing::with_spectrum(500, 400, spectrum, 5));
  const SvdOptions options{.rank = 20, .tolerance = 3e-3, .max_iterations = 50};
  const SvdResult wide = randomized_svd(SparseOperator(sparse, DensePrecision::kFloat), options);
  const SvdResult narrow =
      randomized_svd(SparseOperator(sparse, DensePrecision::kBfloat16), options);
  EXPECT_TRUE(narrow.converged);
  EXPECT_LE(narrow.iterations, wide.iterations + 1);
}

TEST(RandomizedSvd, SeedChangesTheStartAndNotTheAnswer) {
  const SparseOperator matrix(random_sparse(300, 200, 4));
  const SvdOptions options{.rank = 5, .tolerance = 0, .max_iterations = 60, .seed = 1};
  SvdOptions other = options;
  other.seed = 2;
  const SvdResult a = randomized_svd(matrix, options), b = randomized_svd(matrix, other);
  EXPECT_NE(a.u, b.u);
  EXPECT_LT((a.u - b.u).cwiseAbs().maxCoeff(), 1e-3);
}

}  // namespace randomized_svd_test
}  // namespace eigenlex
