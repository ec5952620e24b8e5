#include "eigenlex/matrix/scale.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace eigenlex {
namespace scale_test {

TEST(ScaleToOne, IsAPowerOfTwoThatTakesAnyFloatToAboutOne) {
  for (const double magnitude : {1e-45, 1e-38, 1e-10, 1e-3, 1e3, 1e20, 3e38}) {
    const double scaled = magnitude * scale_to_one(magnitude);
    EXPECT_GE(scaled, 1);
    EXPECT_LT(scaled, 2);
    int exponent = 0;
    EXPECT_EQ(std::frexp(scale_to_one(magnitude), &exponent), 0.5);
  }
  for (const double magnitude : {0.004, 1.0, 300.0}) EXPECT_EQ(scale_to_one(magnitude), 1);
}

TEST(LargestMagnitude, IsThatOfAllEntriesAndInfiniteWhereOneIsNoNumber) {
  RowMatrix matrix = RowMatrix::Zero(500, 300);
  EXPECT_EQ(largest_magnitude(matrix), 0);
  matrix(499, 299) = -3e38f;
  matrix(2, 7) = 5;
  EXPECT_EQ(largest_magnitude(matrix), 3e38f);
  matrix(250, 1) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(largest_magnitude(matrix), std::numeric_limits<float>::infinity());
  EXPECT_EQ(largest_magnitude(RowMatrix(0, 3)), 0);
  EXPECT_EQ(largest_magnitude(std::array{1.0f, -2.0f, 0.0f}), 2);
}

}  // namespace scale_test
}  // namespace eigenlex
