#include "eigenlex/evaluate/neighbour_overlap.hpp"

#include <numeric>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace neighbour_overlap_test {

using Ids = std::vector<std::int32_t>;
using testing::numbered_vocabulary;

TEST(Jaccard, IsTheSharedPartOfTheUnionInAnyOrder) {
  EXPECT_EQ(jaccard(Ids{1, 2, 3}, Ids{3, 2, 1}), 1);
  EXPECT_EQ(jaccard(Ids{1, 2, 3}, Ids{3, 4, 5}), 0.2);
  EXPECT_EQ(jaccard(Ids{1}, Ids{2}), 0);
  EXPECT_EQ(jaccard(Ids{}, Ids{2}), 0);
  EXPECT_EQ(jaccard(Ids{}, Ids{}), 1);
}

TEST(NearestLists, AreOfTheFirstWordsAndLeaveThemOut) {
  const UnitTable units(testing::random_table(30, 4, 1));
  const NeighbourLists lists = nearest_lists(units, numbered_vocabulary(30), 7, 5);
  ASSERT_EQ(lists.size(), 7U);
  for (std::int32_t word = 0; word < 7; ++word) {
    const Ids& list = lists[static_cast<std::size_t>(word)];
    EXPECT_EQ(list.size(), 5U);
    EXPECT_EQ(std::ranges::count(list, word), 0);
  }
  EXPECT_THROW(nearest_lists(units, numbered_vocabulary(30), 31, 5), OptionError);
}

// A rotation changes every number of a table and no neighbour.
TEST(NeighbourOverlap, IsOneForARotatedTable) {
  const Table table = testing::random_table(60, 2, 2);
  Table rotated(60, 2);
  rotated.col(0) = 0.6F * table.col(0) - 0.8F * table.col(1);
  rotated.col(1) = 0.8F * table.col(0) + 0.6F * table.col(1);
  const Vocabulary words = numbered_vocabulary(60);
  const NeighbourOverlap overlap =
      neighbour_overlap(nearest_lists(UnitTable(table), words, 60, 3),
                        nearest_lists(UnitTable(rotated), words, 60, 3));
  EXPECT_GT(*overlap.mean, 0.98);
}

// Of independent tables, 10 of 1,000 neighbours are shared by chance: 0.1 of 10.
TEST(NeighbourOverlap, IsNearChanceForIndependentTables) {
  const Vocabulary words = numbered_vocabulary(1001);
  const auto lists = [&](std::uint64_t seed) {
    return nearest_lists(UnitTable(testing::random_table(1001, 20, seed)), words, 200, 10);
  };
  const NeighbourOverlap overlap = neighbour_overlap(lists(3), lists(4));
  EXPECT_LT(*overlap.mean, 0.02);
  EXPECT_LE(overlap.interval->low, *overlap.mean);
  EXPECT_GE(overlap.interval->high, *overlap.mean);
}

TEST(NeighbourOverlap, NamesTheWordsThatDifferMost) {
  const NeighbourLists first{{1, 2}, {3, 4}, {5, 6}, {7, 8}};
  const NeighbourLists second{{1, 2}, {3, 9}, {1, 2}, {3, 4}};
  const NeighbourOverlap overlap = neighbour_overlap(first, second);
  EXPECT_EQ(overlap.by_word, (std::vector<double>{1, 1.0 / 3, 0, 0}));
  EXPECT_EQ(least_overlapping(overlap, 3), (Ids{2, 3, 1}));
  EXPECT_EQ(least_overlapping(overlap, 9).size(), 4U);
}

TEST(NeighbourOverlap, DoesNotDependOnTheNumberOfThreads) {
  const Vocabulary words = numbered_vocabulary(300);
  const UnitTable first(testing::random_table(300, 3, 5));
  const UnitTable second(testing::random_table(300, 3, 6));
  const auto overlap = [&] {
    return neighbour_overlap(nearest_lists(first, words, 100, 5),
                             nearest_lists(second, words, 100, 5));
  };
  const NeighbourOverlap expected = overlap();
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(overlap().by_word, expected.by_word);
    EXPECT_EQ(overlap().interval, expected.interval);
  }
}

TEST(NeighbourOverlap, RejectsListsOfDifferentWords) {
  EXPECT_THROW(neighbour_overlap({{1}}, {{1}, {2}}), OptionError);
  EXPECT_EQ(neighbour_overlap({}, {}).mean, std::nullopt);
}

}  // namespace neighbour_overlap_test
}  // namespace eigenlex
