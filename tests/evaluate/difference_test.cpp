#include "eigenlex/evaluate/difference.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace difference_test {

using Values = std::vector<double>;
using AllRuns = std::vector<Values>;

Values normal_values(std::size_t count, std::uint64_t stream) {
  Random random(7, stream);
  Values values(count);
  for (double& value : values) value = random.normal();
  return values;
}

/// 1 for right with the probability, else 0.
Values answers(std::size_t count, double probability, std::uint64_t stream) {
  Random random(8, stream);
  Values values(count);
  for (double& value : values) value = random.uniform() < probability ? 1 : 0;
  return values;
}

TEST(MeanDifference, IsThatOfTheMeansOverRuns) {
  const AllRuns first{{1, 1, 0, 0}, {1, 1, 1, 1}};
  const AllRuns second{{0, 0, 0, 0}};
  const auto difference = mean_difference(first, second, RunPairing::kIndependent);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->mean, 0.75);
  EXPECT_LE(difference->interval.low, 0.5);
  EXPECT_EQ(difference->interval.high, 1);
}

TEST(MeanDifference, OfAContenderWithItselfIsNothingButZero) {
  const AllRuns runs{answers(200, 0.6, 1)};
  const auto difference = mean_difference(runs, runs, RunPairing::kByIndex);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->mean, 0);
  EXPECT_EQ(difference->interval, (Interval{0, 0}));
  EXPECT_FALSE(difference->is_beyond_noise());
}

// Two contenders of equal skill: at 95 % five of 100 are called different on average; 14 would be
// four standard deviations away.
TEST(MeanDifference, OfEqualsIsSeldomBeyondNoise) {
  const ThreadCount one(1);
  int called = 0;
  for (std::uint64_t trial = 0; trial < 100; ++trial) {
    const AllRuns first{answers(300, 0.7, 2 * trial)};
    const AllRuns second{answers(300, 0.7, 2 * trial + 1)};
    called += mean_difference(first, second, RunPairing::kIndependent, {.resamples = 200})
                      ->is_beyond_noise()
                  ? 1
                  : 0;
  }
  EXPECT_LE(called, 13);
}

TEST(MeanDifference, IsLessCertainWhereRunsDisagree) {
  const AllRuns steady{Values(100, 0.5), Values(100, 0.5)};
  const AllRuns swinging{Values(100, 0.2), Values(100, 0.9)};
  const AllRuns low{Values(100, 0.4)};
  EXPECT_TRUE(mean_difference(steady, low, RunPairing::kIndependent)->is_beyond_noise());
  EXPECT_FALSE(mean_difference(swinging, low, RunPairing::kIndependent)->is_beyond_noise());
}

// What runs of one index share, such as an easy sample, is no noise of their difference.
TEST(MeanDifference, ByIndexLeavesOutWhatPairedRunsShare) {
  const AllRuns first{Values(50, 0.3), Values(50, 0.7)};
  const AllRuns second{Values(50, 0.2), Values(50, 0.6)};
  EXPECT_TRUE(mean_difference(first, second, RunPairing::kByIndex)->is_beyond_noise());
  EXPECT_FALSE(mean_difference(first, second, RunPairing::kIndependent)->is_beyond_noise());
}

TEST(MeanDifference, RejectsSizesThatDoNotFit) {
  const AllRuns two{{1, 0}, {0, 1}};
  const AllRuns one{{1, 0}};
  EXPECT_THROW(mean_difference(two, one, RunPairing::kByIndex), OptionError);
  EXPECT_THROW(mean_difference(two, AllRuns{{1, 0, 1}}, RunPairing::kIndependent), OptionError);
  EXPECT_THROW(mean_difference(two, two, RunPairing::kByIndex, {.resamples = 0}), OptionError);
}

TEST(MeanDifference, IsNothingWithoutItemsOrRuns) {
  const AllRuns empty{{}};
  EXPECT_EQ(mean_difference(empty, empty, RunPairing::kIndependent), std::nullopt);
  EXPECT_EQ(mean_difference(AllRuns{}, empty, RunPairing::kIndependent), std::nullopt);
}

TEST(SpearmanDifference, TellsAGoodOrderFromNone) {
  const Values scores = normal_values(100, 0);
  const AllRuns good{scores};
  const AllRuns noise{normal_values(100, 1), normal_values(100, 2)};
  const auto difference = spearman_difference(good, noise, scores);
  ASSERT_TRUE(difference);
  EXPECT_NEAR(difference->mean, 1 - (*spearman(noise[0], scores) + *spearman(noise[1], scores)) / 2,
              1e-12);
  EXPECT_TRUE(difference->is_beyond_noise());
}

// As for means: of 60 pairs of equals three are called different on average; 10 would be four
// standard deviations away.
TEST(SpearmanDifference, OfEqualsIsSeldomBeyondNoise) {
  const ThreadCount one(1);
  int called = 0;
  for (std::uint64_t trial = 0; trial < 60; ++trial) {
    const Values scores = normal_values(80, 3 * trial);
    const AllRuns first{normal_values(80, 3 * trial + 1)};
    const AllRuns second{normal_values(80, 3 * trial + 2)};
    called += spearman_difference(first, second, scores, {.resamples = 200})->is_beyond_noise();
  }
  EXPECT_LE(called, 9);
}

TEST(SpearmanDifference, IsNothingWhereACorrelationIsUndefined) {
  const Values scores{1, 2, 3};
  EXPECT_EQ(spearman_difference(AllRuns{{1, 1, 1}}, AllRuns{scores}, scores), std::nullopt);
  EXPECT_EQ(spearman_difference(AllRuns{{}}, AllRuns{{}}, Values{}), std::nullopt);
}

TEST(Differences, DoNotDependOnTheNumberOfThreads) {
  const Values scores = normal_values(80, 3);
  const AllRuns first{normal_values(80, 4), normal_values(80, 5)};
  const AllRuns second{normal_values(80, 6), normal_values(80, 7)};
  const auto means = mean_difference(first, second, RunPairing::kByIndex);
  const auto ranks = spearman_difference(first, second, scores);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(mean_difference(first, second, RunPairing::kByIndex)->interval, means->interval);
    EXPECT_EQ(spearman_difference(first, second, scores)->interval, ranks->interval);
  }
}

}  // namespace difference_test
}  // namespace eigenlex
