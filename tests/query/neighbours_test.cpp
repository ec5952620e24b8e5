#include "eigenlex/query/neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace neighbours_test {

using Answers = std::vector<std::vector<Neighbour>>;
using testing::numbered_vocabulary;
using testing::random_table;

/// Every row scored and sorted: what a search must find.
std::vector<Neighbour> brute_force(const UnitTable& units, const Vocabulary& vocabulary,
                                   const Eigen::RowVectorXf& query, std::int32_t excluded,
                                   std::size_t count) {
  std::vector<Neighbour> all;
  const Eigen::RowVectorXf unit = unit_vector(query);
  for (std::int32_t id = 0; id < units.size(); ++id) {
    if (id == excluded) continue;
    all.push_back({id, static_cast<float>(std::clamp(units.dot(id, unit), -1.0, 1.0))});
  }
  std::ranges::sort(all, CloserNeighbour(vocabulary));
  all.resize(std::min(all.size(), count));
  return all;
}

TEST(Neighbours, DoNotDependOnTheSizeOfTheTableOrTheQueries) {
  const Vocabulary vocabulary = numbered_vocabulary(3000);
  const Table table = random_table(3000, 13, 21);
  const Table queries = random_table(3, 13, 22);
  const auto search = [&](float table_scale, float query_scale) {
    const UnitTable units(Table(table_scale * table));
    return nearest(units, vocabulary, Table(query_scale * queries), {}, {.count = 10});
  };
  const Answers expected = search(1, 1);
  for (const float scale : {std::ldexp(1.0f, -100), std::ldexp(1.0f, 100)}) {
    EXPECT_EQ(search(scale, 1), expected);
    EXPECT_EQ(search(1, scale), expected);
  }
  for (const float scale : {1e-30f, 1e30f}) {
    const Answers found = search(scale, 1 / scale);
    for (std::size_t q = 0; q < expected.size(); ++q) {
      for (std::size_t k = 0; k < 10; ++k) {
        EXPECT_EQ(found[q][k].id, expected[q][k].id);
        EXPECT_NEAR(found[q][k].similarity, expected[q][k].similarity, 1e-6);
      }
    }
  }
}

TEST(Neighbours, AreThoseOfAFullSort) {
  const Vocabulary vocabulary = numbered_vocabulary(9000);
  const UnitTable units(random_table(9000, 13, 1));
  const Table queries = random_table(3, 13, 2);
  for (const std::int32_t count : {1, 10, 500}) {
    const auto found = nearest(units, vocabulary, queries, {}, {.count = count});
    ASSERT_EQ(found.size(), 3U);
    for (Eigen::Index q = 0; q < 3; ++q) {
      EXPECT_EQ(
          found[static_cast<std::size_t>(q)],
          brute_force(units, vocabulary, queries.row(q), -1, static_cast<std::size_t>(count)));
    }
  }
}

// A single query is a matrix-vector product, many a matrix product: other roundings, one ranking.
TEST(Neighbours, OfAQueryAloneAreThoseOfTheQueryAmongOthers) {
  const Vocabulary vocabulary = numbered_vocabulary(6000);
  const UnitTable units(random_table(6000, 50, 3));
  std::vector<std::int32_t> words(150);
  std::iota(words.begin(), words.end(), 100);
  const auto together = nearest_words(units, vocabulary, words);
  ASSERT_EQ(together.size(), words.size());
  for (std::size_t i = 0; i < words.size(); i += 7) {
    EXPECT_EQ(nearest_words(units, vocabulary, {&words[i], 1}), Answers{together[i]});
  }
}

TEST(Neighbours, AreTheSameFromFloatsAndFromBytes) {
  const Vocabulary vocabulary = numbered_vocabulary(9000);
  Table table = random_table(9000, 37, 11);
  table.row(5).setZero();
  table.row(6).setConstant(std::numeric_limits<float>::infinity());
  table.row(7) *= 1e30F;
  table.row(8) *= 1e-30F;
  // Neighbours that differ in the last bits only, more of them than are asked for.
  for (Eigen::Index row = 4000; row < 4200; ++row) {
    table.row(row) = table.row(7) + 1e23F * table.row(row);
  }
  const UnitTable units(table);
  UnitTable in_bytes(table);
  in_bytes.add_compact_rows();
  for (const std::int32_t id : {5, 6, 7, 8, 4100, 8999}) {
    const std::vector<Neighbour> expected = brute_force(units, vocabulary, units.row(id), id, 10);
    EXPECT_EQ(units.row(id).isZero(0), expected.front().similarity == 0);
    EXPECT_EQ(nearest_words(units, vocabulary, {&id, 1}), Answers{expected});
    EXPECT_EQ(nearest_words(in_bytes, vocabulary, {&id, 1}), Answers{expected});
  }
}

TEST(Neighbours, DoNotDependOnTheNumberOfThreads) {
  const Vocabulary vocabulary = numbered_vocabulary(10000);
  UnitTable units(random_table(10000, 8, 4));
  units.add_compact_rows();
  const Table queries = random_table(70, 8, 5);
  const ThreadCount one(1);
  const auto expected = nearest(units, vocabulary, queries);
  const auto expected_one = nearest(units, vocabulary, queries.topRows(1));
  for (const int threads : {2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(nearest(units, vocabulary, queries), expected);
    EXPECT_EQ(nearest(units, vocabulary, queries.topRows(1)), expected_one);
  }
}

// Every row is the same vector, in several blocks: the bytes of the words alone decide.
TEST(Neighbours, OfEqualSimilarityComeInTheOrderOfTheirBytes) {
  const Vocabulary vocabulary = numbered_vocabulary(9000);
  const UnitTable units(Table::Constant(9000, 6, 0.3F));
  const auto found = nearest(units, vocabulary, Table::Ones(1, 6), {}, {.count = 4}).front();
  std::vector<std::string> words;
  for (const Neighbour& neighbour : found) words.emplace_back(vocabulary.word(neighbour.id));
  EXPECT_EQ(words, (std::vector<std::string>{"w0", "w1", "w10", "w100"}));
}

// What a block of rows has found spares work in others: never a row that is as near.
TEST(Neighbours, OfManyBlocksAreThoseOfAFullSortForAnyNumberOfThreads) {
  constexpr std::int32_t kRows = 13'000;
  const Vocabulary vocabulary = numbered_vocabulary(kRows);
  const Table some = random_table(97, 7, 31);
  Table table(kRows, 7);
  for (Eigen::Index row = 0; row < kRows; ++row) table.row(row) = some.row(row * row % 97);
  UnitTable units(table);
  for (const bool compact : {false, true}) {
    if (compact) units.add_compact_rows();
    for (const std::int32_t count : {1, 10, 700}) {
      const Table query = random_table(1, 7, 32);
      const auto expected =
          brute_force(units, vocabulary, query.row(0), -1, static_cast<std::size_t>(count));
      for (const int threads : {1, 2, 3}) {
        const ThreadCount limit(threads);
        EXPECT_EQ(nearest(units, vocabulary, query, {}, {.count = count}).front(), expected);
      }
    }
  }
}

TEST(Neighbours, LeaveTheWordItselfOut) {
  const Vocabulary vocabulary = numbered_vocabulary(40);
  const UnitTable units(random_table(40, 4, 6));
  const std::vector<std::int32_t> words{0, 39};
  const auto found = nearest_words(units, vocabulary, words, {.count = 100});
  for (std::size_t i = 0; i < words.size(); ++i) {
    EXPECT_EQ(found[i], brute_force(units, vocabulary, units.row(words[i]), words[i], 100));
    EXPECT_EQ(found[i].size(), 39U);
  }
}

TEST(Neighbours, AreOfTheFirstRowsWhereRestricted) {
  const Vocabulary vocabulary = numbered_vocabulary(200);
  const UnitTable units(random_table(200, 4, 7));
  const std::vector<std::int32_t> words{150};
  const auto found =
      nearest_words(units, vocabulary, words, {.count = 30, .restrict_to = 20}).front();
  EXPECT_EQ(found.size(), 20U);
  for (const Neighbour& neighbour : found) EXPECT_LT(neighbour.id, 20);
}

TEST(Neighbours, AreOfTheRowsChosenOnly) {
  const Vocabulary vocabulary = numbered_vocabulary(9000);
  const UnitTable units(random_table(9000, 4, 7));
  const std::vector<std::int32_t> words{150};
  const auto all = nearest_words(units, vocabulary, words, {.count = 9000}).front();
  const auto chosen = [&](const NeighbourOptions& options) {
    return nearest_words(units, vocabulary, words, options).front();
  };
  const auto expect_without = [&](std::vector<Neighbour> found, auto&& barred) {
    std::vector<Neighbour> expected = all;
    std::erase_if(expected, [&](const Neighbour& neighbour) { return barred(neighbour.id); });
    EXPECT_EQ(found, expected);
  };
  expect_without(chosen({.count = 9000, .leave_out = {3, 8000, 150}}),
                 [](std::int32_t id) { return id == 3 || id == 8000; });
  expect_without(chosen({.count = 9000, .among = {{3, 8000, 150}}}),
                 [](std::int32_t id) { return id != 3 && id != 8000; });
  expect_without(chosen({.count = 9000, .restrict_to = 100, .among = {{3, 8000}}}),
                 [](std::int32_t id) { return id != 3; });
  EXPECT_TRUE(chosen({.among = {{3}}, .leave_out = {3}}).empty());
  EXPECT_TRUE(chosen({.among = std::vector<std::int32_t>()}).empty());
  EXPECT_THROW(chosen({.among = {{9000}}}), OptionError);
  EXPECT_THROW(chosen({.leave_out = {-1}}), OptionError);
}

TEST(Neighbours, OfAZeroVectorAllHaveSimilarityZero) {
  const Vocabulary vocabulary = numbered_vocabulary(30);
  const UnitTable units(random_table(30, 4, 8));
  const auto found = nearest(units, vocabulary, Table::Zero(1, 4)).front();
  EXPECT_EQ(found.size(), 10U);
  for (const Neighbour& neighbour : found) EXPECT_EQ(neighbour.similarity, 0);
}

TEST(Neighbours, AreNoneWithoutQueriesOrWithoutRows) {
  const UnitTable units(random_table(30, 4, 9));
  EXPECT_TRUE(nearest(units, numbered_vocabulary(30), Table(0, 4)).empty());
  const auto found = nearest(UnitTable(Table(0, 4)), Vocabulary(), Table::Ones(2, 4));
  EXPECT_EQ(found, std::vector<std::vector<Neighbour>>(2));
}

TEST(Neighbours, RejectOptionsAndShapesThatDoNotFit) {
  const Vocabulary vocabulary = numbered_vocabulary(30);
  const UnitTable units(random_table(30, 4, 10));
  const Table query = Table::Ones(1, 4);
  const std::vector<std::int32_t> beyond{30};
  const std::vector<std::vector<std::int32_t>> two_lists(2);
  EXPECT_THROW(nearest(units, vocabulary, query, {}, {.count = 0}), OptionError);
  EXPECT_THROW(nearest(units, vocabulary, query, {}, {.restrict_to = -1}), OptionError);
  EXPECT_THROW(nearest(units, vocabulary, query, two_lists), OptionError);
  EXPECT_THROW(nearest(units, vocabulary, Table::Ones(1, 5)), OptionError);
  EXPECT_THROW(nearest(units, numbered_vocabulary(29), query), OptionError);
  EXPECT_THROW(nearest_words(units, vocabulary, beyond), OptionError);
}

}  // namespace neighbours_test
}  // namespace eigenlex
