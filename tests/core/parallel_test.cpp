#include "eigenlex/core/parallel.hpp"

#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace parallel_test {

TEST(ParallelBlocks, VisitEveryItemOnceForAnyNumberOfThreads) {
  for (const int threads : {1, 2, 5}) {
    const ThreadCount scope(threads);
    for (const std::int64_t n : {0, 1, 7, 8, 9, 1000}) {
      std::vector<int> visits(static_cast<std::size_t>(n));
      parallel_blocks(n, 8, [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
        EXPECT_EQ(begin, 8 * block);
        for (std::int64_t i = begin; i < end; ++i) ++visits[static_cast<std::size_t>(i)];
      });
      for (const int count : visits) EXPECT_EQ(count, 1);
    }
  }
}

TEST(ParallelBlocks, AnExceptionLeavesTheLoopAsItWasThrown) {
  const ThreadCount scope(2);
  EXPECT_THROW(parallel_blocks(100, 1,
                               [](std::int64_t block, std::int64_t, std::int64_t) {
                                 if (block == 5) throw Interrupted();
                               }),
               Interrupted);
}

TEST(ThreadCount, IsRestoredAtTheEndOfTheScope) {
  const int before = thread_count();
  {
    const ThreadCount scope(before + 3);
    EXPECT_EQ(thread_count(), before + 3);
  }
  EXPECT_EQ(thread_count(), before);
}

TEST(ThreadCount, OfNoneOrOfMoreThanCanBeStartedIsRefused) {
  EXPECT_THROW(ThreadCount(0), OptionError);
  EXPECT_THROW(ThreadCount(100'000'000), OptionError);
}

}  // namespace parallel_test
}  // namespace eigenlex
