#include "eigenlex/query/unit_table.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace unit_table_test {

TEST(UnitTable, RowsHaveLengthOneAndKeepTheirDirection) {
  const Table table = testing::random_table(50, 7, 1);
  const UnitTable units(table);
  ASSERT_EQ(units.size(), 50);
  ASSERT_EQ(units.dimensions(), 7);
  for (Eigen::Index row = 0; row < 50; ++row) {
    const Eigen::RowVectorXf unit = units.row(static_cast<std::int32_t>(row));
    EXPECT_NEAR(unit.norm(), 1.0F, 1e-6F);
    EXPECT_TRUE((unit * table.row(row).norm()).isApprox(table.row(row), 1e-6F));
  }
}

TEST(UnitTable, RowsWithoutADirectionBecomeZero) {
  Table table(4, 2);
  table << 0, 0,                                   //
      std::numeric_limits<float>::quiet_NaN(), 1,  //
      1, std::numeric_limits<float>::infinity(),   //
      3, 4;
  const UnitTable units(table);
  for (const std::int32_t id : {0, 1, 2}) EXPECT_TRUE(units.row(id).isZero(0)) << id;
  EXPECT_FLOAT_EQ(units.row(3)[1], 0.8F);
  EXPECT_EQ(units.cosine(0, 3), 0);
}

// Squares of these leave the range of float.
TEST(UnitTable, LongAndShortRowsAreScaledAsWell) {
  Table table(2, 2);
  table << 3e30F, 4e30F, 3e-30F, 4e-30F;
  const UnitTable units(table);
  EXPECT_FLOAT_EQ(units.row(0)[0], 0.6F);
  EXPECT_FLOAT_EQ(units.row(1)[1], 0.8F);
  EXPECT_NEAR(units.cosine(0, 1), 1, 1e-7);
}

TEST(UnitTable, CosineIsAtMostOne) {
  const UnitTable units(testing::random_table(300, 31, 2));
  for (std::int32_t id = 0; id < units.size(); ++id) {
    EXPECT_LE(units.cosine(id, id), 1);
    EXPECT_NEAR(units.cosine(id, id), 1, 1e-6);
  }
}

TEST(UnitTable, DoesNotDependOnTheNumberOfThreads) {
  const Table table = testing::random_table(5000, 5, 3);
  const ThreadCount one(1);
  const UnitTable expected(table);
  for (const int threads : {2, 3}) {
    const ThreadCount scope(threads);
    const UnitTable units(table);
    EXPECT_EQ(std::get<Table>(units.storage()), std::get<Table>(expected.storage()));
  }
}

TEST(UnitTable, GoesWithAWordForEachRow) {
  const UnitTable units(Table::Ones(3, 2));
  EXPECT_NO_THROW(require_same_size(units, testing::numbered_vocabulary(3)));
  EXPECT_THROW(require_same_size(units, testing::numbered_vocabulary(4)), OptionError);
}

}  // namespace unit_table_test
}  // namespace eigenlex
