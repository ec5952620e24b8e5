#include "query/compact_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <variant>

#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/query/unit_table.hpp"

#include "support/random_words.hpp"

namespace eigenlex::internal {
namespace compact_rows_test {

struct Product {
  Table values;
  std::vector<float> errors;
};

const Table& floats(const UnitTable& units) { return std::get<Table>(units.storage()); }

Product multiply(const CompactRows& rows, const Table& vectors, std::int64_t begin,
                 std::int64_t end) {
  Product product{Table(vectors.rows(), end - begin),
                  std::vector<float>(static_cast<std::size_t>(end - begin))};
  float error = 0;
  for (Eigen::Index v = 0; v < vectors.rows(); ++v) {
    const RoundedVector vector(vectors.row(v));
    vector.multiply(rows.view(), begin, {product.values.row(v).data(), product.errors.size()});
    error = std::max(error, vector.error());
  }
  for (std::size_t i = 0; i < product.errors.size(); ++i) {
    product.errors[i] = rows.view().errors[begin + static_cast<std::int64_t>(i)] + error;
  }
  return product;
}

/// That every product is as near to the exact one as it says.
void expect_bounds_hold(const UnitTable& units, const Table& vectors) {
  const Product product = multiply(CompactRows(floats(units)), vectors, 0, units.size());
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
    expect_bounds_hold(units, floats(units).topRows(3));
    expect_bounds_hold(units, unit_rows(testing::random_table(2, dimensions, 2)));
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
  expect_bounds_hold(units, floats(units));
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
    expect_bounds_hold(units, floats(units));
  }
}

TEST(CompactRows, ErrorsAreSmallEnoughToTellNeighboursApart) {
  const UnitTable units(testing::random_table(100, 300, 3));
  for (const float error : multiply(CompactRows(floats(units)), floats(units), 0, 100).errors) {
    EXPECT_LT(error, 0.015F);
  }
}

TEST(CompactRows, ARowOfZerosHasTheProductZero) {
  Table table = testing::random_table(3, 9, 4);
  table.row(1).setConstant(std::numeric_limits<float>::quiet_NaN());
  const UnitTable units(table);
  const Product product = multiply(CompactRows(floats(units)), floats(units), 0, 3);
  EXPECT_EQ(product.values(0, 1), 0);
  EXPECT_EQ(product.values(1, 2), 0);
  EXPECT_LT(product.errors[1], 1e-3F);
}

TEST(CompactRows, ABlockHasTheProductsOfTheWholeWhateverTheNumberOfThreads) {
  const UnitTable units(testing::random_table(3000, 20, 5));
  const Table vector = floats(units).topRows(1);
  const Product whole = multiply(CompactRows(floats(units)), vector, 0, 3000);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    const Product block = multiply(CompactRows(floats(units)), vector, 1000, 2999);
    EXPECT_EQ(block.values, whole.values.middleCols(1000, 1999));
    EXPECT_TRUE(std::equal(block.errors.begin(), block.errors.end(), whole.errors.begin() + 1000));
  }
}

TEST(CompactRows, AreMadeOfFloatsWhenTheyAreAskedFor) {
  UnitTable units(testing::random_table(10, 3, 6));
  EXPECT_EQ(units.compact_rows(), nullptr);
  units.add_compact_rows();
  const CompactRows* const rows = units.compact_rows();
  EXPECT_NE(rows, nullptr);
  units.add_compact_rows();
  EXPECT_EQ(units.compact_rows(), rows);
  UnitTable bytes(Storage(Int8Table{Int8Table::Codes::Ones(4, 2), Eigen::VectorXf::Ones(4)}));
  bytes.add_compact_rows();
  EXPECT_EQ(bytes.compact_rows(), nullptr);
}

}  // namespace compact_rows_test
}  // namespace eigenlex::internal
