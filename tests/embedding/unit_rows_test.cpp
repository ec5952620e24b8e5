#include "eigenlex/embedding/unit_rows.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"

#include "support/random_embedding.hpp"

namespace eigenlex {
namespace {

TEST(UnitRows, HaveLengthOneWhateverTheScale) {
  const Table table = testing::random_table(40, 9, 1);
  for (const float scale : {1.0F, 1e30F, 1e-30F}) {
    const Table units = unit_rows(scale * table);
    for (Eigen::Index row = 0; row < 40; ++row) {
      EXPECT_NEAR(units.row(row).norm(), 1, 1e-6);
      EXPECT_TRUE(units.row(row).isApprox(table.row(row).normalized(), 1e-6F));
    }
  }
}

TEST(UnitRows, WithoutADirectionAreZero) {
  Table table = Table::Ones(4, 2);
  table.row(0).setZero();
  table(1, 0) = std::numeric_limits<float>::quiet_NaN();
  table(2, 1) = std::numeric_limits<float>::infinity();
  EXPECT_TRUE(unit_rows(table).topRows(3).isZero(0));
  EXPECT_FALSE(unit_rows(table).row(3).isZero(0));
}

TEST(UnitRows, DoNotDependOnTheNumberOfThreads) {
  const Table table = testing::random_table(5000, 5, 3);
  const ThreadCount one(1);
  const Table expected = unit_rows(table);
  for (const int threads : {2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(unit_rows(table), expected);
  }
}

TEST(DotProduct, IsSummedInDoublePrecision) {
  Eigen::RowVectorXf a(3), b(3);
  a << 1e8F, 1, -1e8F;
  b << 1, 1, 1;
  EXPECT_EQ(dot_product(a, b), 1);
}

}  // namespace
}  // namespace eigenlex
