#include "core/partition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace eigenlex::internal {
namespace partition_test {

using ::testing::ElementsAre;

TEST(PartitionByWeight, EndsABlockWhenTheTargetIsReached) {
  const std::vector<std::int64_t> cumulative{0, 5, 6, 7, 8, 30, 31};
  EXPECT_THAT(partition_by_weight(cumulative, 3, 100), ElementsAre(0, 1, 4, 5, 6));
}

TEST(PartitionByWeight, LimitsTheItemsOfABlock) {
  const std::vector<std::int64_t> cumulative{0, 0, 0, 0, 0, 0};
  EXPECT_THAT(partition_by_weight(cumulative, 3, 2), ElementsAre(0, 2, 4, 5));
}

TEST(PartitionByWeight, NoItemsMakeNoBlock) {
  EXPECT_THAT(partition_by_weight(std::vector<std::int64_t>{0}, 3, 2), ElementsAre(0));
}

}  // namespace partition_test
}  // namespace eigenlex::internal
