#include "eigenlex/core/communicator.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/thread_ranks.hpp"

namespace eigenlex {
namespace communicator_test {

using testing::ThreadRanks;

TEST(Communicator, AloneHasItAllAtOnce) {
  const Communicator& alone = one_process();
  EXPECT_TRUE(alone.is_first() && alone.is_alone());
  EXPECT_EQ(alone.sum(3), 3);
  EXPECT_EQ(alone.all_gather("a"), std::vector<std::string>{"a"});
  EXPECT_EQ(alone.exchange({"a"}), std::vector<std::string>{"a"});
  alone.meet();
  const Traffic& sent = alone.traffic();
  EXPECT_EQ(sent.gathered + sent.exchanged + sent.in_order + sent.broadcast, 0);
}

TEST(Communicator, GathersTheRowsOfAll) {
  for (const int size : {2, 3, 8}) {
    const auto tables = ThreadRanks(size).run([&](const Communicator& ranks) {
      // Rank r has r rows of two numbers.
      std::vector<std::int64_t> ends{0};
      for (int r = 1; r < size; ++r) ends.push_back(ends.back() + r);
      std::vector<std::int32_t> table(static_cast<std::size_t>(2 * ends.back()), -1);
      for (std::int64_t row = ends.back() * 0; row < ends.back(); ++row) {
        const bool is_mine =
            row < ends[static_cast<std::size_t>(ranks.rank())] &&
            (ranks.is_first() || row >= ends[static_cast<std::size_t>(ranks.rank() - 1)]);
        if (is_mine) table[static_cast<std::size_t>(2 * row)] = ranks.rank();
      }
      ranks.all_gather(std::as_writable_bytes(std::span(table)), 8, ends);
      EXPECT_EQ(ranks.traffic().gathered, 8 * ranks.rank() * (size - 1));
      return table;
    });
    for (const auto& table : tables) EXPECT_EQ(table, tables[0]);
    EXPECT_EQ(tables[0][0], 1);
    EXPECT_EQ(tables[0][tables[0].size() - 2], size - 1);
  }
}

TEST(Communicator, ExchangesTextsOfAnyLength) {
  const auto received = ThreadRanks(3).run([](const Communicator& ranks) {
    std::vector<std::string> texts;
    for (int to = 0; to < 3; ++to) {
      texts.push_back(std::string(static_cast<std::size_t>(1000 * ranks.rank() * to),
                                  static_cast<char>('a' + ranks.rank())));
    }
    return ranks.exchange(std::move(texts));
  });
  EXPECT_EQ(received[2][1], std::string(2000, 'b'));
  EXPECT_EQ(received[1][2], std::string(2000, 'c'));
  EXPECT_EQ(received[2][2], std::string(4000, 'c'));
  EXPECT_EQ(received[0][2], "");
}

TEST(Communicator, SpreadsFromAnyRankToAll) {
  for (const int size : {2, 3, 7, 8}) {
    for (int from = 0; from < size; ++from) {
      const auto texts = ThreadRanks(size).run([&](const Communicator& ranks) {
        std::string text = ranks.rank() == from ? "root's" : "others";
        ranks.broadcast(std::as_writable_bytes(std::span(text)), from);
        return text;
      });
      EXPECT_EQ(texts, std::vector<std::string>(static_cast<std::size_t>(size), "root's"));
    }
  }
}

TEST(Communicator, TakesALongStateThroughRanksInTheirOrder) {
  // Sums that depend on the order: 1 is lost beside 2^60, and not after it is gone.
  const std::vector<double> parts{1, std::ldexp(1, 60), -std::ldexp(1, 60), 1};
  const auto sums = ThreadRanks(4).run([&](const Communicator& ranks) {
    std::vector<double> state(100000, 0.0);
    ranks.in_rank_order(state, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        state[static_cast<std::size_t>(i)] += parts[static_cast<std::size_t>(ranks.rank())];
      }
    });
    return state;
  });
  for (const auto& sum : sums) EXPECT_EQ(sum, std::vector<double>(100000, 1.0));
}

TEST(Communicator, AddsUpAndGathersTexts) {
  const auto sums = ThreadRanks(3).run([](const Communicator& ranks) {
    EXPECT_EQ(ranks.all_gather(std::to_string(ranks.rank())),
              (std::vector<std::string>{"0", "1", "2"}));
    return ranks.sum(ranks.rank() + 0.5);
  });
  EXPECT_EQ(sums, std::vector<double>(3, 4.5));
}

}  // namespace communicator_test
}  // namespace eigenlex
