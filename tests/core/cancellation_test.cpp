#include "eigenlex/core/cancellation.hpp"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

namespace eigenlex {
namespace cancellation_test {

TEST(Cancellation, IsObeyedWithinItsScopeOnly) {
  Cancellation cancellation;
  cancellation.request();
  EXPECT_NO_THROW(check_cancelled());
  {
    const CancellationScope scope(cancellation);
    EXPECT_THROW(check_cancelled(), Interrupted);
  }
  EXPECT_NO_THROW(check_cancelled());
}

TEST(Cancellation, OfAnOuterScopeIsObeyedInAnInnerOne) {
  Cancellation outer, inner;
  const CancellationScope outer_scope(outer);
  {
    const CancellationScope inner_scope(inner);
    EXPECT_NO_THROW(check_cancelled());
    outer.request();
    EXPECT_THROW(check_cancelled(), Interrupted);
  }
  EXPECT_THROW(check_cancelled(), Interrupted);
}

TEST(Cancellation, StaysWithTheThreadsOfItsScope) {
  Cancellation cancellation;
  const CancellationScope scope(cancellation);
  cancellation.request();
  bool is_free = false;
  std::jthread([&] {
    check_cancelled();
    is_free = true;
  }).join();
  EXPECT_TRUE(is_free);
}

TEST(Cancellation, EndsAParallelLoopBeforeItsNextBlock) {
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope_of_threads(threads);
    Cancellation cancellation;
    const CancellationScope scope(cancellation);
    std::atomic<int> run = 0;
    EXPECT_THROW(parallel_blocks(1000, 1,
                                 [&](std::int64_t block, std::int64_t, std::int64_t) {
                                   if (block == 5) cancellation.request();
                                   if (cancellation.is_requested()) ++run;
                                 }),
                 Interrupted);
    EXPECT_GE(run, 1);
    EXPECT_LE(run, threads);  // those that had begun
  }
}

TEST(Cancellation, IsPassedOnToLoopsWithinLoops) {
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope_of_threads(threads);
    Cancellation cancellation;
    const CancellationScope scope(cancellation);
    std::atomic<int> inner_blocks = 0;
    EXPECT_THROW(parallel_blocks(8, 1,
                                 [&](std::int64_t, std::int64_t, std::int64_t) {
                                   cancellation.request();
                                   parallel_blocks(8, 1,
                                                   [&](std::int64_t, std::int64_t, std::int64_t) {
                                                     ++inner_blocks;
                                                   });
                                 }),
                 Interrupted);
    EXPECT_EQ(inner_blocks, 0);
    // Threads that were lent the scope have given it back.
    EXPECT_THROW(check_cancelled(), Interrupted);
  }
}

TEST(Cancellation, LeavesThreadsOfLoopsFreeForLaterOnes) {
  const ThreadCount threads(3);
  {
    Cancellation cancellation;
    cancellation.request();
    const CancellationScope scope(cancellation);
    EXPECT_THROW(parallel_blocks(9, 1, [](std::int64_t, std::int64_t, std::int64_t) {}),
                 Interrupted);
  }
  std::atomic<int> run = 0;
  parallel_blocks(9, 1, [&](std::int64_t, std::int64_t, std::int64_t) { ++run; });
  EXPECT_EQ(run, 9);
}

}  // namespace cancellation_test
}  // namespace eigenlex
