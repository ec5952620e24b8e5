#include "eigenlex/core/pool.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace eigenlex {
namespace {

TEST(Pool, LendsWhatWasGivenBack) {
  Pool<std::vector<int>> pool;
  const std::vector<int>* first = nullptr;
  {
    auto loan = pool.borrow();
    loan->push_back(1);
    first = &*loan;
  }
  auto again = pool.borrow();
  EXPECT_EQ(&*again, first);
  EXPECT_EQ(again->size(), 1u);
}

TEST(Pool, LendsDifferentObjectsAtTheSameTime) {
  Pool<int> pool;
  auto one = pool.borrow();
  auto other = pool.borrow();
  EXPECT_NE(&*one, &*other);
}

}  // namespace
}  // namespace eigenlex
