#include <cstddef>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/array.hpp"

namespace eigenlex::internal {
namespace huge_pages_test {

TEST(HugePages, LeaveTheContentsAndTheNeighboursAlone) {
  std::vector<char> memory(std::size_t{20} << 20, 7);
  prefer_huge_pages(memory.data() + 3, memory.size() - 5);
  void* aligned = memory.data();
  std::size_t left = memory.size();
  ASSERT_NE(std::align(std::size_t{1} << 21, std::size_t{16} << 20, aligned, left), nullptr);
  prefer_huge_pages(aligned, left);
  prefer_huge_pages(memory.data(), 10);
  prefer_huge_pages(nullptr, 0);
  EXPECT_EQ(memory, std::vector<char>(memory.size(), 7));
}

TEST(HugePages, ALargeArrayCanBeFilledAndGrown) {
  Array<int> numbers(std::size_t{3} << 20);
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<int>(i);
  numbers.resize(2 * numbers.size(), -1);
  EXPECT_EQ(numbers[(std::size_t{3} << 20) - 1], (3 << 20) - 1);
  EXPECT_EQ(numbers.back(), -1);
}

}  // namespace huge_pages_test
}  // namespace eigenlex::internal
