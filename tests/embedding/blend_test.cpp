#include "eigenlex/embedding/blend.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

namespace eigenlex {
namespace blend_test {

TEST(BlendUnitRows, IsTheMeanOfUnitRows) {
  Table a(2, 2), b(2, 2);
  a << 3, 4, 0, 2;
  b << 0, 5, 7, 0;
  const Table mean = blend_unit_rows(a, b, 0.25);
  EXPECT_FLOAT_EQ(mean(0, 0), 0.75f * 0.6f);
  EXPECT_FLOAT_EQ(mean(0, 1), 0.75f * 0.8f + 0.25f);
  EXPECT_FLOAT_EQ(mean(1, 0), 0.25f);
  EXPECT_FLOAT_EQ(mean(1, 1), 0.75f);
}

TEST(BlendUnitRows, LengthsOfTheRowsDoNotMatter) {
  const Table a = Table::Random(5, 4), b = Table::Random(5, 4);
  EXPECT_TRUE(blend_unit_rows(a, b, 0.5).isApprox(blend_unit_rows(4 * a, 0.5 * b, 0.5)));
}

TEST(BlendUnitRows, ZeroRowsAddNothing) {
  const Table zero = Table::Zero(1, 3);
  EXPECT_EQ(blend_unit_rows(zero, zero, 0.5), zero);
  EXPECT_FLOAT_EQ(blend_unit_rows(zero, Table::Ones(1, 3), 0.5).norm(), 0.5f);
}

TEST(BlendUnitRows, SameBytesForAnyNumberOfThreads) {
  const Table a = Table::Random(5000, 8), b = Table::Random(5000, 8);
  const ThreadCount one(1);
  const Table once = blend_unit_rows(a, b, 0.3);
  const ThreadCount three(3);
  EXPECT_EQ(blend_unit_rows(a, b, 0.3), once);
}

TEST(BlendUnitRows, RefusesOtherShapesAndShares) {
  const Table a = Table::Ones(3, 2);
  EXPECT_THROW(blend_unit_rows(a, Table::Ones(2, 2), 0.5), OptionError);
  EXPECT_THROW(blend_unit_rows(a, a, 1.5), OptionError);
  EXPECT_THROW(blend_unit_rows(a, a, std::numeric_limits<double>::quiet_NaN()), OptionError);
}

}  // namespace blend_test
}  // namespace eigenlex
