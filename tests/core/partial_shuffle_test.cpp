#include "eigenlex/core/partial_shuffle.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include <gtest/gtest.h>

namespace eigenlex {
namespace partial_shuffle_test {

TEST(PartialShuffle, KeepsAllItemsAndChoosesEachAlikeOften) {
  std::array<int, 8> chosen{};
  Random random(4);
  constexpr int kRuns = 8000;
  for (int run = 0; run < kRuns; ++run) {
    std::vector<int> items(8);
    std::iota(items.begin(), items.end(), 0);
    partial_shuffle(items, 2, random);
    for (std::size_t i = 0; i < 2; ++i) ++chosen[static_cast<std::size_t>(items[i])];
    std::ranges::sort(items);
    for (int i = 0; i < 8; ++i) ASSERT_EQ(items[static_cast<std::size_t>(i)], i);
  }
  // Binomial with the mean 2,000 and a deviation of 39: five of them.
  for (const int count : chosen) EXPECT_NEAR(count, kRuns / 4, 200);
}

TEST(PartialShuffle, TakesAllItemsWhereFewerAreThere) {
  Random random(5);
  std::vector<int> items{3, 1, 2};
  partial_shuffle(items, 10, random);
  EXPECT_EQ(items.size(), 3u);
  std::vector<int> none;
  partial_shuffle(none, 1, random);
  EXPECT_TRUE(none.empty());
}

}  // namespace partial_shuffle_test
}  // namespace eigenlex
