#include <gtest/gtest.h>

#include "eigenlex/factor/sparse_operator.hpp"
#include "eigenlex/factor/svd.hpp"

#include "support/matrices.hpp"

namespace eigenlex {
namespace {

TEST(SpectraSvd, NonConvergenceIsAValueWithTheTripletsFound) {
  const SparseOperator matrix(testing::random_sparse(800, 600, 1));
  const SvdResult r = spectra_svd(matrix, {.rank = 100, .tolerance = 1e-12, .max_iterations = 1});
  EXPECT_FALSE(r.converged);
  EXPECT_GT(r.singular_values.size(), 0);
  EXPECT_LT(r.singular_values.size(), 100);
  EXPECT_EQ(r.u.cols(), r.singular_values.size());
}

}  // namespace
}  // namespace eigenlex
