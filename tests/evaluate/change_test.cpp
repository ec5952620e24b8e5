#include "eigenlex/evaluate/change.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace change_test {

using ::testing::ElementsAre;
using testing::random_table;

TEST(Change, CosinesAreRowByRow) {
  RowMatrix first(3, 2), second(3, 2);
  first << 1, 0, 3, 4, 0, 0;
  second << 0, 2, 6, 8, 1, 1;
  EXPECT_THAT(row_cosines(first, second), ElementsAre(0, 1, 0));
  EXPECT_THROW(row_cosines(first, RowMatrix(2, 2)), OptionError);
}

TEST(Change, ScoresAreDeviationsFromWordsOfLikeFrequency) {
  // Frequent words change by 1, 2, 3, 4, 9 and rare ones by 100 times as much.
  const std::vector<double> values{900, 1, 100, 2, 200, 3, 300, 4, 400, 9};
  const std::vector<std::int64_t> counts{1, 90, 5, 80, 4, 70, 3, 60, 2, 50};
  const std::vector<double> scores = frequency_matched(values, counts, 5);
  EXPECT_NEAR(scores[0], 600 / 148.26, 1e-12);  // of 100, 200, 300, 400, 900
  EXPECT_NEAR(scores[1], -2 / 1.4826, 1e-12);   // of 1, 2, 3, 4, 9
  EXPECT_NEAR(scores[3], -1 / 1.4826, 1e-12);
}

TEST(Change, WhereOthersDoNotDeviateThereIsNoScore) {
  EXPECT_THAT(
      frequency_matched(std::vector<double>{1, 1, 1, 5}, std::vector<std::int64_t>{4, 3, 2, 1}, 10),
      ElementsAre(0, 0, 0, 0));
  EXPECT_THROW(frequency_matched(std::vector<double>{1}, std::vector<std::int64_t>{}, 3),
               OptionError);
  EXPECT_THROW(frequency_matched(std::vector<double>{1}, std::vector<std::int64_t>{1}, 2),
               OptionError);
}

TEST(Change, TailsAreThoseOfTheNormalDistribution) {
  EXPECT_DOUBLE_EQ(upper_tail(0), 0.5);
  EXPECT_NEAR(upper_tail(1.959964), 0.025, 1e-7);
  EXPECT_NEAR(upper_tail(-1.959964), 0.975, 1e-7);
}

// The example of Benjamini and Hochberg's article: 4 of 15 at a rate of 0.05.
TEST(Change, DiscoveriesAreThoseOfTheArticle) {
  const std::vector<double> p{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                              0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000};
  const std::vector<bool> found = discoveries(p, 0.05);
  for (std::size_t i = 0; i < p.size(); ++i) EXPECT_EQ(found[i], i < 4);
  EXPECT_THAT(discoveries(std::vector<double>{}, 0.05), ElementsAre());
  EXPECT_THROW(discoveries(p, 0), OptionError);
  EXPECT_THROW(discoveries(p, 1), OptionError);
}

TEST(Change, IsTheSameForAnyNumberOfThreads) {
  Random random(5);
  std::vector<double> values(2000);
  std::vector<std::int64_t> counts(2000);
  for (double& value : values) value = random.normal();
  for (std::int64_t& count : counts) count = static_cast<std::int64_t>(random.below(50));
  const RowMatrix first = random_table(1000, 7, 1), second = random_table(1000, 7, 2);
  const auto all = [&](int threads) {
    const ThreadCount count(threads);
    return std::pair(frequency_matched(values, counts, 100), row_cosines(first, second));
  };
  const auto one = all(1);
  EXPECT_EQ(all(2), one);
  EXPECT_EQ(all(3), one);
}

}  // namespace change_test
}  // namespace eigenlex
