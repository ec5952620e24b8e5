#include "eigenlex/evaluate/spearman.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace spearman_test {

using Values = std::vector<double>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Values normal_values(std::size_t size, std::uint64_t stream) {
  Random random(1, stream);
  Values values(size);
  for (double& value : values) value = random.normal();
  return values;
}

TEST(MidRanks, TiesGetTheirMeanRank) {
  EXPECT_EQ(mid_ranks(Values{10, 30, 20, 30, 30}), (Values{1, 4, 2, 4, 4}));
  EXPECT_EQ(mid_ranks(Values{5, 5}), (Values{1.5, 1.5}));
  EXPECT_TRUE(mid_ranks(Values{}).empty());
}

TEST(Spearman, IsOneForAnyRisingAndMinusOneForAnyFallingRelation) {
  const Values x{0.1, 0.5, 2, 7, 11};
  Values rising;
  Values falling;
  for (const double value : x) {
    rising.push_back(std::exp(value));
    falling.push_back(1 / value);
  }
  EXPECT_DOUBLE_EQ(*spearman(x, rising), 1);
  EXPECT_DOUBLE_EQ(*spearman(x, falling), -1);
}

// Without ties: 1 - 6 Σd² / (n (n² - 1)) with Σd² = 194, n = 10.
TEST(Spearman, OfTenPairsWithoutTiesIsTheTextbookValue) {
  const Values iq{106, 100, 86, 101, 99, 103, 97, 113, 112, 110};
  const Values hours{7, 27, 2, 50, 28, 29, 20, 12, 6, 17};
  EXPECT_NEAR(*spearman(iq, hours), -29.0 / 165.0, 1e-15);
}

// Deviations from the mean rank: x -2 -1 0 1 2, y -2 -1 .5 2 .5; 8 / sqrt(10 · 9.5).
TEST(Spearman, WithATieOnOneSideIsAsByHand) {
  EXPECT_NEAR(*spearman(Values{1, 2, 3, 4, 5}, Values{5, 6, 7, 8, 7}), 8 / std::sqrt(95.0), 1e-15);
}

// Deviations: x -1.5 0 0 1.5, y -1.5 1.5 0 0; 2.25 / 4.5.
TEST(Spearman, WithTiesOnBothSidesIsAsByHand) {
  EXPECT_NEAR(*spearman(Values{1, 2, 2, 3}, Values{1, 3, 2, 2}), 0.5, 1e-15);
}

TEST(Spearman, IsNothingWhereItIsUndefined) {
  EXPECT_EQ(spearman(Values{}, Values{}), std::nullopt);
  EXPECT_EQ(spearman(Values{1}, Values{2}), std::nullopt);
  EXPECT_EQ(spearman(Values{1, 1, 1}, Values{1, 2, 3}), std::nullopt);
  EXPECT_EQ(spearman(Values{1, 2, 3}, Values{4, 4, 4}), std::nullopt);
  EXPECT_EQ(spearman(Values{1, kNan, 3}, Values{1, 2, 3}), std::nullopt);
  EXPECT_THROW(spearman(Values{1, 2}, Values{1, 2, 3}), OptionError);
}

TEST(BootstrapSpearman, OfAPerfectRelationIsAPoint) {
  const Values x = normal_values(50, 0);
  EXPECT_EQ(bootstrap_spearman(x, x), (Interval{1, 1}));
}

// 95 % intervals of independent values miss 0 in 5 of 100 on average; 14 would be four standard
// deviations away.
TEST(BootstrapSpearman, CoversTheTrueValueAsOftenAsItSays) {
  const ThreadCount one(1);
  int covered = 0;
  for (std::uint64_t trial = 0; trial < 100; ++trial) {
    const auto interval = bootstrap_spearman(normal_values(80, 2 * trial),
                                             normal_values(80, 2 * trial + 1), {.resamples = 200});
    ASSERT_TRUE(interval);
    covered += interval->low <= 0 && 0 <= interval->high ? 1 : 0;
  }
  EXPECT_GE(covered, 86);
}

TEST(BootstrapSpearman, IsNarrowerForLessConfidenceAndForMorePairs) {
  const auto width = [](std::size_t pairs, double confidence) {
    const auto interval = bootstrap_spearman(normal_values(pairs, 0), normal_values(pairs, 1),
                                             {.confidence = confidence});
    return interval->high - interval->low;
  };
  EXPECT_LT(width(100, 0.5), width(100, 0.95));
  EXPECT_LT(width(1600, 0.95), width(100, 0.95) / 2);
}

TEST(BootstrapSpearman, DependsOnTheSeedAndNotOnTheNumberOfThreads) {
  const Values x = normal_values(60, 0);
  const Values y = normal_values(60, 1);
  const auto expected = bootstrap_spearman(x, y);
  EXPECT_NE(bootstrap_spearman(x, y, {.seed = 2}), expected);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(bootstrap_spearman(x, y), expected);
  }
}

TEST(BootstrapSpearman, IsNothingWhereTheCorrelationIs) {
  EXPECT_EQ(bootstrap_spearman(Values{1, 1}, Values{1, 2}), std::nullopt);
  EXPECT_EQ(bootstrap_spearman(Values{}, Values{}), std::nullopt);
}

TEST(BootstrapSpearman, RejectsOptionsOutOfRange) {
  const Values x{1, 2, 3};
  EXPECT_THROW(bootstrap_spearman(x, x, {.resamples = 0}), OptionError);
  EXPECT_THROW(bootstrap_spearman(x, x, {.confidence = 1}), OptionError);
  EXPECT_THROW(bootstrap_spearman(x, x, {.confidence = kNan}), OptionError);
}

}  // namespace spearman_test
}  // namespace eigenlex
