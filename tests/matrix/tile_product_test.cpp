#include "matrix/tile_product.hpp"

#include <cstring>

#include <gtest/gtest.h>

#include "support/matrices.hpp"

namespace eigenlex {
namespace tile_product_test {

using internal::Bfloat16Row;
using internal::FloatRow;
using internal::kTile;
using internal::multiply_row_variants;
using internal::Sums;

template <class Row>
class TileProduct : public ::testing::Test {};
using Rows = ::testing::Types<FloatRow, Bfloat16Row>;
TYPED_TEST_SUITE(TileProduct, Rows);

TYPED_TEST(TileProduct, OfEveryVariantHasTheSameBytes) {
  const CsrMatrix<float> matrix = testing::random_sparse(90, 70, 1);
  const RowMatrix right = testing::random_dense(70, kTile, 2).template cast<float>();
  internal::Tile<TypeParam> tile(70);
  internal::pack_tile(right, 0, tile.data());
  const auto variants = multiply_row_variants<TypeParam>();
  ASSERT_FALSE(variants.empty());
  for (std::int64_t row = 0; row < matrix.rows; ++row) {
    const auto begin = matrix.indptr[static_cast<std::size_t>(row)];
    const auto end = matrix.indptr[static_cast<std::size_t>(row) + 1];
    Sums first;
    for (const auto multiply_row : variants) {
      Sums sums;
      multiply_row(matrix.indices.data(), matrix.values.data(), begin, end, matrix.nonzeros() - 1,
                   tile.data(), sums);
      if (multiply_row == variants.front()) first = sums;
      EXPECT_EQ(std::memcmp(&sums, &first, sizeof(sums)), 0) << row;
    }
  }
}

}  // namespace tile_product_test
}  // namespace eigenlex
