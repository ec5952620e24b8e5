#include "eigenlex/matrix/row_spread.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "support/matrices.hpp"
#include "support/thread_ranks.hpp"

namespace eigenlex {
namespace row_spread_test {

using testing::random_dense;
using testing::ThreadRanks;

/// Groups of items dealt out in turn.
GroupOwners dealt(std::int64_t items, int ranks) {
  GroupOwners owners;
  for (std::int64_t g = 0; g * kGroupRows < items; ++g) {
    owners.push_back(static_cast<std::int32_t>(g % ranks));
  }
  return owners;
}

TEST(RowSpread, HasEveryRowKeptOnceAndOwnedOnce) {
  constexpr std::int64_t kItems = 5000, kParts = 3;
  const auto found = ThreadRanks(3).run([&](const Communicator& ranks) {
    const RowSpread rows(ranks, kItems, kParts, dealt(kItems, 3));
    EXPECT_EQ(rows.first_row() % kSumRows, 0);
    EXPECT_EQ(rows.all_rows(rows.kept()), kItems * kParts);
    EXPECT_TRUE(std::ranges::is_sorted(rows.own()));
    std::vector<std::int64_t> seen(rows.own().begin(), rows.own().end());
    for (std::int64_t k = 0; k < std::ssize(seen); ++k) {
      EXPECT_TRUE(rows.owns(seen[static_cast<std::size_t>(k)]));
      EXPECT_EQ(rows.place(seen[static_cast<std::size_t>(k)]), k);
    }
    for (std::int64_t i = 0; i < rows.kept(); ++i) seen.push_back(rows.first_row() + i);
    return seen;
  });
  std::vector<std::int64_t> all;
  for (const auto& part : found) all.insert(all.end(), part.begin(), part.end());
  std::ranges::sort(all);
  for (std::int64_t row = 0; row < kItems * kParts; ++row) {
    ASSERT_EQ(all[static_cast<std::size_t>(2 * row)], row);
    ASSERT_EQ(all[static_cast<std::size_t>(2 * row + 1)], row);
  }
}

TEST(RowSpread, TakesRowsToTheirOwnersAndBack) {
  constexpr std::int64_t kItems = 2500, kParts = 2;
  const RowMatrix all = random_dense(kItems * kParts, 7, 3).cast<float>();
  for (const int size : {1, 2, 4, 9}) {
    ThreadRanks(size).run([&](const Communicator& ranks) {
      const RowSpread rows(ranks, kItems, kParts, dealt(kItems, size));
      const RowMatrix kept = all.middleRows(rows.first_row(), rows.kept());
      const RowMatrix own = rows.fetch(kept);
      for (const std::int64_t row : rows.own()) EXPECT_EQ(own.row(rows.place(row)), all.row(row));
      EXPECT_EQ(rows.keep(own), kept);
      EXPECT_EQ(rows.gather_in_all(kept), all);
      EXPECT_EQ(rows.gather_in_first(kept), ranks.is_first() ? all : RowMatrix(0, 7));
      return 0;
    });
  }
}

TEST(RowSpread, SendsWhatItSaysItDoes) {
  constexpr std::int64_t kItems = 4000;
  ThreadRanks(3).run([&](const Communicator& ranks) {
    const RowSpread rows(ranks, kItems, 1, dealt(kItems, 3));
    rows.keep(RowMatrix(std::ssize(rows.own()), 5));
    EXPECT_EQ(ranks.traffic().exchanged, 20 * rows.rows_sent());
    EXPECT_GT(rows.rows_sent(), 0);
    return 0;
  });
}

TEST(ShareOut, GivesEachAFairShareOfRowsByFrequency) {
  std::vector<std::int64_t> work;
  // Zipf's law, and no more cells than there are columns.
  for (std::int64_t i = 1; i <= 72000; ++i) {
    work.push_back(std::min<std::int64_t>(60000, 1 + 20000000 / i));
  }
  for (const int ranks : {1, 2, 5, 16}) {
    const GroupOwners owners = share_out(work, ranks);
    EXPECT_LE(imbalance(owners, work, ranks), 1.02) << ranks;
    if (ranks == 1) continue;
    const GroupOwners unmoved = share_out(std::vector<std::int64_t>(work.size(), 1), ranks);
    EXPECT_GT(imbalance(unmoved, work, ranks), 1.3);
  }
}

TEST(ShareOut, MovesNoRowsOfEvenWork) {
  const GroupOwners owners = share_out(std::vector<std::int64_t>(4096, 7), 4);
  EXPECT_TRUE(std::ranges::is_sorted(owners));
  EXPECT_EQ(std::ranges::count(owners, 2), 1024 / kGroupRows);
}

TEST(ShareOut, LeavesRanksWithoutRowsWhereThereAreFew) {
  EXPECT_EQ(share_out(std::vector<std::int64_t>{5, 5}, 4), (GroupOwners{3}));
  EXPECT_TRUE(share_out(std::vector<std::int64_t>{}, 4).empty());
}

}  // namespace row_spread_test
}  // namespace eigenlex
