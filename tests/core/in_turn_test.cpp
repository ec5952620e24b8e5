#include "core/in_turn.hpp"

#include <numeric>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"

namespace eigenlex::internal {
namespace in_turn_test {

std::vector<std::int64_t> first_numbers(std::int64_t count) {
  std::vector<std::int64_t> numbers(as_size(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

TEST(InTurn, VisitsInOrderWhateverIsReadyFirst) {
  std::vector<std::int64_t> visited;
  InTurn in_turn(4, [&](std::int64_t item) { visited.push_back(item); });
  for (const std::int64_t item : {2, 1, 3}) in_turn.make_ready(item);
  EXPECT_TRUE(visited.empty());
  in_turn.make_ready(0);
  EXPECT_EQ(visited, first_numbers(4));
}

TEST(InTurn, VisitsEachOnceWithManyThreads) {
  constexpr std::int64_t kItems = 10'000;
  for (const int threads : {1, 2, 3}) {
    const ThreadCount count(threads);
    std::vector<std::int64_t> visited;
    InTurn in_turn(kItems, [&](std::int64_t item) { visited.push_back(item); });
    parallel_blocks(kItems, 1, [&](std::int64_t, std::int64_t begin, std::int64_t) {
      in_turn.make_ready(begin);
    });
    EXPECT_EQ(visited, first_numbers(kItems));
  }
}

TEST(InTurn, VisitsNothingAfterAnError) {
  std::vector<std::int64_t> visited;
  InTurn in_turn(3, [&](std::int64_t item) {
    visited.push_back(item);
    if (item == 1) throw std::runtime_error("of item 1");
  });
  in_turn.make_ready(0);
  EXPECT_THROW(in_turn.make_ready(1), std::runtime_error);
  in_turn.make_ready(2);
  EXPECT_EQ(visited, first_numbers(2));
}

}  // namespace in_turn_test
}  // namespace eigenlex::internal
