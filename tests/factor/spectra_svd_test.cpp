#include <cstdint>

#include <Eigen/Core>
#include <gtest/gtest.h>

#include "eigenlex/factor/svd.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

#include "support/matrices.hpp"

namespace eigenlex {
namespace spectra_svd_test {

TEST(SpectraSvd, NonConvergenceIsAValueWithTheTripletsFound) {
  const SparseOperator matrix(testing::random_sparse(800, 600, 1));
  const SvdResult r = spectra_svd(matrix, {.rank = 100, .tolerance = 1e-12, .max_iterations = 1});
  EXPECT_FALSE(r.converged);
  EXPECT_GT(r.singular_values.size(), 0);
  EXPECT_LT(r.singular_values.size(), 100);
  EXPECT_EQ(r.u.cols(), r.singular_values.size());
}

TEST(SpectraSvd, FindsMatricesOfRankOneForAnyStartAndAnyNorm) {
  // There Lanczos has no second direction, and Spectra may take rounding errors for one.
  const Eigen::VectorXd left = Eigen::VectorXd::LinSpaced(60, 1, 2);
  const Eigen::VectorXd right = Eigen::VectorXd::LinSpaced(40, -1, 1);
  for (const double scale : {1e-3, 1.0, 1e3}) {
    const Eigen::MatrixXd dense = scale * left * right.transpose();
    const SparseOperator matrix(testing::to_csr(dense));
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const SvdResult r = spectra_svd(matrix, {.rank = 1, .seed = seed});
      EXPECT_NEAR(r.singular_values[0] / dense.norm(), 1, 1e-6) << scale << ", seed " << seed;
      EXPECT_TRUE(r.converged) << scale << ", seed " << seed;
    }
  }
}

}  // namespace spectra_svd_test
}  // namespace eigenlex
