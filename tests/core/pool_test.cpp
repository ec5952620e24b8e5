#include "core/pool.hpp"

#include <deque>
#include <vector>

#include <gtest/gtest.h>

namespace eigenlex::internal {
namespace pool_test {

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

TEST(Pool, ListsItsObjectsInTheOrderTheyWereMade) {
  int made = 0;
  Pool<int> pool([&made] { return made++; });
  {
    auto one = pool.borrow();
    auto other = pool.borrow();
    EXPECT_EQ(one.index(), 0u);
    EXPECT_EQ(other.index(), 1u);
    *other = 7;
  }
  EXPECT_EQ(pool.objects(), (std::deque<int>{0, 7}));
}

}  // namespace pool_test
}  // namespace eigenlex::internal
