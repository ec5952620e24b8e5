#include "eigenlex/query/compact_rows.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/query/unit_table.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace {

struct Product {
  Table values;
  std::vector<float> errors;
};

Product multiply(const CompactRows& rows, const Table& vectors, std::int64_t begin,
                 std::int64_t end) {
  Product product{Table(vectors.rows(), end - begin),
                  std::vector<float>(static_cast<std::size_t>(end - begin))};
  rows.multiply(vectors, begin, product.values, product.errors);
  return product;
}

/// That every product is as near to the exact one as it says.
void expect_bounds_hold(const UnitTable& units, const Table& vectors) {
  const Product product = multiply(CompactRows(units.rows()), vectors, 0, units.size());
  for (Eigen::Index v = 0; v < vectors.rows(); ++v) {
    for (std::int32_t id = 0; id < units.size(); ++id) {
      EXPECT_LE(
          std::abs(static_cast<double>(product.values(v, id)) - units.dot(id, vectors.row(v))),
          static_cast<double>(product.errors[static_cast<std::size_t>(id)]))
          << "row " << id << ", vector " << v;
    }
  }
}

TEST(CompactRows, ProductsAreWithinTheirErrorBounds) {
  for (const Eigen::Index dimensions : {1, 31, 32, 33, 300, 5000}) {
    const UnitTable units(testing::random_table(40, dimensions, 1));
    expect_bounds_hold(units, units.rows().topRows(3));
    expect_bounds_hold(units, UnitTable(testing::random_table(2, dimensions, 2)).rows());
  }
}

// The worst cases: rows whose entries all fall between two steps, rows along one axis, signs that
// make every error count the same way, the largest integers there are.
TEST(CompactRows, ErrorBoundsHoldForRowsThatRoundBadly) {
  constexpr Eigen::Index kDimensions = 300;
  Table table = Table::Zero(6, kDimensions);
  table.row(0).setConstant(0.5F / 127);
  table(0, 0) = 1;
  table.row(1) = -table.row(0);
  table(2, 7) = 1;
  table.row(3).setConstant(1);
  table.row(4).setConstant(1.4999F / 127);
  table(4, 299) = -1;
  table.row(5).setConstant(std::numeric_limits<float>::denorm_min());
  table(5, 1) = 1;
  const UnitTable units(table);
  expect_bounds_hold(units, units.rows());
}

TEST(CompactRows, ErrorBoundsHoldOnRandomShapesAndSpecialNumbers) {
  Random random(7);
  constexpr std::array kSpecial = {0.0F,
                                   -0.0F,
                                   1.0F,
                                   -1.0F,
                                   1e30F,
                                   -1e30F,
                                   std::numeric_limits<float>::min(),
                                   std::numeric_limits<float>::denorm_min()};
  for (int trial = 0; trial < 60; ++trial) {
    const auto size = static_cast<Eigen::Index>(1 + random.below(30));
    Table table = testing::random_table(size, static_cast<Eigen::Index>(1 + random.below(200)),
                                        random.below(1000));
    for (float& value : table.reshaped()) {
      if (random.below(5) == 0) value = kSpecial[random.below(kSpecial.size())];
    }
    const UnitTable units(table);
    expect_bounds_hold(units, units.rows());
  }
}

TEST(CompactRows, ErrorsAreSmallEnoughToTellNeighboursApart) {
  const UnitTable units(testing::random_table(100, 300, 3));
  for (const float error : multiply(CompactRows(units.rows()), units.rows(), 0, 100).errors) {
    EXPECT_LT(error, 0.015F);
  }
}

TEST(CompactRows, ARowOfZerosHasTheProductZero) {
  Table table = testing::random_table(3, 9, 4);
  table.row(1).setConstant(std::numeric_limits<float>::quiet_NaN());
  const UnitTable units(table);
  const Product product = multiply(CompactRows(units.rows()), units.rows(), 0, 3);
  EXPECT_EQ(product.values(0, 1), 0);
  EXPECT_EQ(product.values(1, 2), 0);
  EXPECT_LT(product.errors[1], 1e-3F);
}

TEST(CompactRows, ABlockHasTheProductsOfTheWholeWhateverTheNumberOfThreads) {
  const UnitTable units(testing::random_table(3000, 20, 5));
  const Table vector = units.rows().topRows(1);
  const Product whole = multiply(CompactRows(units.rows()), vector, 0, 3000);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    const Product block = multiply(CompactRows(units.rows()), vector, 1000, 2999);
    EXPECT_EQ(block.values, whole.values.middleCols(1000, 1999));
    EXPECT_TRUE(std::equal(block.errors.begin(), block.errors.end(), whole.errors.begin() + 1000));
  }
}

TEST(CompactRows, AreMadeOnlyForTablesThatAreAskedOften) {
  const UnitTable units(testing::random_table(10, 3, 6));
  for (int call = 0; call < 3; ++call) EXPECT_EQ(units.compact_rows(), nullptr);
  const auto rows = units.compact_rows();
  EXPECT_NE(rows, nullptr);
  EXPECT_EQ(units.compact_rows(), rows);
}

}  // namespace
}  // namespace eigenlex
