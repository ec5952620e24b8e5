#include <algorithm>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/query/analogy.hpp"
#include "eigenlex/query/hnsw.hpp"
#include "eigenlex/query/neighbours.hpp"

#include "query/quick_product.hpp"
#include "support/compact_tables.hpp"
#include "support/random_words.hpp"

namespace eigenlex {
namespace compact_search_test {

using internal::compact_product;
using internal::dot_error_bound;
using testing::numbered_vocabulary;
using testing::random_int8;
using testing::random_pq;
using testing::random_table;

constexpr float kLargest = std::numeric_limits<float>::max();
constexpr float kSmallest = std::numeric_limits<float>::denorm_min();

/// Rows at the ends of what a table may hold among others.
Int8Table odd_int8(Eigen::Index rows, Eigen::Index dim) {
  Int8Table table = random_int8(rows, dim, 1);
  table.scales[3] = 0;
  table.codes.row(4).setZero();
  table.scales[5] = kLargest;  // times a code it is not finite
  table.scales[6] = kSmallest;
  table.scales[7] = 1e-30F;
  table.codes.row(8).setZero();
  table.codes(8, 0) = -127;
  table.codes.row(9).setConstant(127);
  // Rows that differ in one number only.
  for (Eigen::Index row = 20; row < 60; ++row) {
    table.codes.row(row) = table.codes.row(9);
    table.codes(row, row % dim) = static_cast<std::int8_t>(row);
  }
  return table;
}

PqTable odd_pq(Eigen::Index rows, Eigen::Index dim, Eigen::Index groups) {
  PqTable table = random_pq(rows, dim, groups, 2);
  table.lengths[3] = 0;
  table.codebook.row(7).setZero();
  table.codes.row(4).setConstant(7);
  table.codebook.row(8) *= 1e30F;
  table.codes.row(5).setConstant(8);
  table.codebook.row(9) *= 1e-30F;
  table.codes.row(6).setConstant(9);
  table.shortest = kSmallest;
  table.lengths[7] = 1;
  table.longest = 1e30F;
  table.lengths[8] = 255;
  for (Eigen::Index row = 20; row < 60; ++row) table.codes.row(row) = table.codes.row(19);
  return table;
}

std::vector<Storage> compact_tables() {
  return {odd_int8(9000, 37), random_int8(5000, 64, 3), odd_pq(9000, 37, 9), odd_pq(4500, 12, 12),
          random_pq(5000, 30, 1, 4)};
}

// Bit for bit: the same rows, and the same numbers.
TEST(CompactSearch, FindsWhatTheDecodedTableHas) {
  for (const Storage& storage : compact_tables()) {
    const UnitTable compact(storage);
    const UnitTable decoded(decode(storage));
    const Vocabulary vocabulary = numbered_vocabulary(compact.size());
    for (const std::int32_t id : {0, 3, 4, 5, 6, 7, 8, 9, 19, 20, 44, 4499}) {
      EXPECT_EQ(compact.row(id), decoded.row(id)) << id;
      EXPECT_EQ(compact.cosine(id, 21), decoded.cosine(id, 21)) << id;
      const std::vector<std::int32_t> one{id};
      EXPECT_EQ(nearest_words(compact, vocabulary, one), nearest_words(decoded, vocabulary, one))
          << id;
    }
    for (const Eigen::Index queries : {1, 6, 7, 70}) {
      const Table vectors = random_table(queries, compact.dimensions(), 9);
      EXPECT_EQ(nearest(compact, vocabulary, vectors, {}, {.count = 30}),
                nearest(decoded, vocabulary, vectors, {}, {.count = 30}));
    }
  }
}

TEST(CompactSearch, SolvesAnalogiesAsTheDecodedTableDoes) {
  const std::vector<AnalogyQuestion> one{{9, 20, 4000}};
  std::vector<AnalogyQuestion> many;
  for (std::int32_t i = 0; i < 40; ++i) many.push_back({i, 5 * i + 1, 7 * i + 2});
  for (const Storage& storage : compact_tables()) {
    const UnitTable compact(storage);
    const UnitTable decoded(decode(storage));
    const Vocabulary vocabulary = numbered_vocabulary(compact.size());
    for (const auto objective : {AnalogyObjective::kAdd, AnalogyObjective::kMul}) {
      for (const auto& questions : {one, many}) {
        EXPECT_EQ(solve_analogies(compact, vocabulary, questions, {.objective = objective}),
                  solve_analogies(decoded, vocabulary, questions, {.objective = objective}));
      }
    }
  }
}

TEST(CompactSearch, ProductsAreWithinTheirErrorBounds) {
  for (const Storage& storage : compact_tables()) {
    const UnitTable units(storage);
    for (const std::uint64_t seed : {1, 2, 3}) {
      const Eigen::RowVectorXf vector = unit_vector(random_table(1, units.dimensions(), seed));
      const auto product = compact_product(units, vector);
      std::vector<float> found(static_cast<std::size_t>(units.size()));
      product->multiply(0, found);
      // A bound that told nothing apart would hold as well.
      EXPECT_LT(product->error(), 1e-3F);
      for (std::int32_t id = 0; id < units.size(); ++id) {
        ASSERT_LE(std::abs(static_cast<double>(found[static_cast<std::size_t>(id)]) -
                           units.dot(id, vector)),
                  static_cast<double>(product->error()))
            << "row " << id;
      }
    }
  }
}

TEST(CompactSearch, DoesNotDependOnTheNumberOfThreads) {
  for (const Storage& storage : compact_tables()) {
    const Table vectors = random_table(9, dimensions_of(storage), 5);
    const auto run = [&](int count, Eigen::Index queries) {
      const ThreadCount threads(count);
      const UnitTable units(storage);
      return nearest(units, numbered_vocabulary(units.size()), vectors.topRows(queries));
    };
    for (const Eigen::Index queries : {1, 9}) {
      for (const int threads : {2, 3}) EXPECT_EQ(run(threads, queries), run(1, queries));
    }
  }
}

// As wide as the table: every row is looked at, in whatever order the products lead.
TEST(CompactSearch, ByAGraphGivesTheCosinesOfTheDecodedTable) {
  if (!can_build_hnsw()) GTEST_SKIP() << "this build has no hnswlib";
  for (const Storage& storage :
       {Storage(random_int8(500, 20, 6)), Storage(random_pq(500, 20, 5, 7))}) {
    const UnitTable compact(storage);
    const UnitTable decoded(decode(storage));
    const Vocabulary vocabulary = numbered_vocabulary(500);
    const HnswGraph graph = build_hnsw(compact);
    EXPECT_EQ(graph.parts().neighbours, build_hnsw(decoded).parts().neighbours);
    const Table queries = random_table(10, 20, 8);
    EXPECT_EQ(nearest_by_graph(compact, vocabulary, graph, queries, {}, {}, 500),
              nearest(decoded, vocabulary, queries));
  }
}

TEST(DotErrorBound, HoldsForProductsSummedInFloat) {
  for (const Eigen::Index dimensions : {1, 10, 300, 5000}) {
    const Table rows = unit_rows(testing::random_table(20, dimensions, 1));
    const UnitTable units(rows);
    const Table products = rows * rows.transpose();
    for (std::int32_t a = 0; a < 20; ++a) {
      for (std::int32_t b = 0; b < 20; ++b) {
        EXPECT_LE(std::abs(static_cast<double>(products(a, b)) - units.cosine(a, b)),
                  static_cast<double>(dot_error_bound(dimensions)));
      }
    }
  }
  EXPECT_LT(dot_error_bound(300), 2e-5F);
}

}  // namespace compact_search_test
}  // namespace eigenlex
