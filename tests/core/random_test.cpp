#include "eigenlex/core/random.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace eigenlex {
namespace random_test {

TEST(Random, SameSeedAndStreamGiveTheSameNumbers) {
  Random a(7, 3), b(7, 3);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(a(), b());
}

TEST(Random, SeedsAndStreamsAreTwoDifferentThings) {
  EXPECT_NE(Random(1, 2)(), Random(2, 1)());
  EXPECT_NE(Random(1, 2)(), Random(1, 3)());
  EXPECT_NE(Random(1, 2)(), Random(2, 2)());
}

TEST(Random, UniformHasTheMomentsOfTheUnitInterval) {
  Random random(1);
  const int n = 200000;
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    const double u = random.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
    squares += u * u;
  }
  // Five standard errors of the mean of u (sd 0.289) and of u² (sd 0.298).
  EXPECT_NEAR(sum / n, 1.0 / 2, 5 * 0.289 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 1.0 / 3, 5 * 0.298 / std::sqrt(n));
}

TEST(Random, NormalHasMeanZeroVarianceOneAndKurtosisThree) {
  Random random(2);
  const int n = 200000;
  double sum = 0, squares = 0, fourths = 0;
  for (int i = 0; i < n; ++i) {
    const double x = random.normal();
    sum += x;
    squares += x * x;
    fourths += x * x * x * x;
  }
  // Five standard errors; the variances of x, x² and x⁴ are 1, 2 and 96.
  EXPECT_NEAR(sum / n, 0.0, 5 * std::sqrt(1.0 / n));
  EXPECT_NEAR(squares / n, 1.0, 5 * std::sqrt(2.0 / n));
  EXPECT_NEAR(fourths / n, 3.0, 5 * std::sqrt(96.0 / n));
}

TEST(Random, BelowHasNoBiasWhereOneDrawWouldHaveMuch) {
  // A third of the draws of 64 bits is rejected, or the lower half would be seen twice as often.
  const std::uint64_t n = std::uint64_t{3} << 62;
  Random random(4);
  int lower = 0;
  const int draws = 20000;
  for (int i = 0; i < draws; ++i) {
    const std::uint64_t drawn = random.below(n);
    ASSERT_LT(drawn, n);
    lower += drawn < n / 2;
  }
  EXPECT_NEAR(lower / static_cast<double>(draws), 0.5, 0.02);
}

TEST(Random, BelowIsUniformOverAllResidues) {
  Random random(3);
  std::vector<int> seen(7);
  const int n = 70000;
  for (int i = 0; i < n; ++i) ++seen.at(static_cast<std::size_t>(random.below(7)));
  double chi_square = 0;
  for (const int count : seen) chi_square += (count - n / 7.0) * (count - n / 7.0) / (n / 7.0);
  EXPECT_LT(chi_square, 22.5);  // the 0.999 quantile with 6 degrees of freedom
  EXPECT_EQ(random.below(1), 0u);
}

}  // namespace random_test
}  // namespace eigenlex
