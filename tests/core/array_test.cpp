#include "eigenlex/core/array.hpp"

#include <gmock/gmock.h>

namespace eigenlex {
namespace array_test {

using ::testing::ElementsAre;

TEST(Array, KeepsWhatItIsGiven) {
  Array<int> numbers = {3, 1};
  numbers.push_back(2);
  numbers.resize(5, 7);
  EXPECT_THAT(numbers, ElementsAre(3, 1, 2, 7, 7));
}

TEST(Array, DoesNotTouchNewNumbers) {
  Array<int> numbers(4, 9);
  numbers.resize(1);
  numbers.resize(4);
  EXPECT_THAT(numbers, ElementsAre(9, 9, 9, 9));
}

}  // namespace array_test
}  // namespace eigenlex
