#include "eigenlex/refine/principal_components.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/dense_algebra.hpp"
#include "support/random_embedding.hpp"

namespace eigenlex {
namespace principal_components_test {

RowMatrix stretched_table() {
  RowMatrix table = testing::random_table(3000, 6, 1);
  table.col(2) *= 9;
  table.col(4) *= 4;
  table.rowwise() += Eigen::RowVectorXf::Constant(6, 20);
  return table;
}

TEST(PrincipalComponents, AreTheLeadingDirectionsOfADenseSvd) {
  const RowMatrix table = stretched_table();
  const RowMatrix found = principal_components(table, 2);
  const Eigen::MatrixXd wide = table.cast<double>();
  const Eigen::MatrixXd centred = wide.rowwise() - wide.colwise().mean();
  const testing::DenseSvd svd = testing::dense_svd(centred);
  for (Eigen::Index i = 0; i < 2; ++i) {
    const Eigen::VectorXd expected = svd.u.col(i) * svd.values[i];
    const Eigen::VectorXd column = found.col(i).cast<double>();
    // Sums in float of entries near 20: relative 1e-7 times the offset.
    EXPECT_LT(std::min((column - expected).norm(), (column + expected).norm()),
              1e-3 * expected.norm());
    EXPECT_GT(column.maxCoeff(), -column.minCoeff());
  }
}

TEST(PrincipalComponents, ScaleWithTheTable) {
  const RowMatrix table = stretched_table();
  const RowMatrix plain = principal_components(table, 2);
  const Eigen::VectorXd lengths = table_singular_values(table);
  for (const int exponent : {-100, 100}) {
    const float scale = std::ldexp(1.0f, exponent);
    EXPECT_EQ(principal_components(scale * table, 2) / scale, plain);
    EXPECT_EQ(table_singular_values(scale * table) / double{scale}, lengths);
  }
  RowMatrix bad = table;
  bad(5, 1) = HUGE_VALF;
  EXPECT_THROW(principal_components(bad, 2), OptionError);
}

TEST(PrincipalComponents, AreAtMostAsManyAsColumns) {
  EXPECT_EQ(principal_components(testing::random_table(5, 1, 2), 2).cols(), 1);
  EXPECT_EQ(principal_components(RowMatrix(0, 3), 2).rows(), 0);
  EXPECT_EQ(principal_components(RowMatrix::Ones(4, 3), 2), RowMatrix::Zero(4, 2));
  EXPECT_THROW(principal_components(RowMatrix::Ones(4, 3), 0), OptionError);
}

TEST(TableSingularValues, AreThoseOfADenseSvd) {
  for (const RowMatrix& table : {stretched_table(), testing::random_table(4, 6, 3)}) {
    const Eigen::VectorXd found = table_singular_values(table);
    const testing::DenseSvd svd = testing::dense_svd(table.cast<double>());
    ASSERT_EQ(found.size(), svd.values.size());
    EXPECT_LT((found - svd.values).norm(), 1e-3 * found[0]);
  }
  EXPECT_EQ(table_singular_values(RowMatrix(0, 3)).size(), 0);
}

TEST(PrincipalComponents, DoNotDependOnTheNumberOfThreads) {
  const RowMatrix table = stretched_table();
  const RowMatrix expected = principal_components(table, 3);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(principal_components(table, 3), expected);
  }
}

}  // namespace principal_components_test
}  // namespace eigenlex
