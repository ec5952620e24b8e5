#include "eigenlex/matrix/spmm.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/array.hpp"
#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "core/partition.hpp"
#include "matrix/spread_operator.hpp"
#include "matrix/tile_product.hpp"
#include "matrix/tiles.hpp"

namespace eigenlex {
namespace {

using internal::Bfloat16Row;
using internal::fastest_multiply_row;
using internal::FloatRow;
using internal::kTile;
using internal::pack_tile;
using internal::pack_whole_tile;
using internal::Sums;
using internal::Tile;

constexpr std::int64_t kBlockNonzeros = 1 << 16;
constexpr std::int64_t kMostRowsInABlock = 1024;

/// Blocks of rows, each of which one thread multiplies at a time.
std::vector<std::int64_t> row_blocks(const CsrMatrix<float>& matrix) {
  return internal::partition_by_weight(matrix.indptr, kBlockNonzeros, kMostRowsInABlock);
}

/// `store(i, sums)` for each row: its product with the tile.
template <class Row, class Store>
void multiply_rows(const CsrMatrix<float>& matrix, const std::vector<std::int64_t>& blocks,
                   const Tile<Row>& tile, const Store& store) {
  const auto multiply_row = fastest_multiply_row<Row>();
  parallel_blocks(std::ssize(blocks) - 1, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    Sums sums;
    for (std::int64_t i = blocks[as_size(block)]; i < blocks[as_size(block + 1)]; ++i) {
      multiply_row(matrix.indices.data(), matrix.values.data(), matrix.indptr[as_size(i)],
                   matrix.indptr[as_size(i + 1)], matrix.nonzeros() - 1, tile.data(), sums);
      store(i, sums);
    }
  });
}

/// Copies the columns of a tile that a product of that width has.
void copy_tile(const void* sums, std::int64_t row, std::int64_t first, RowMatrix& product) {
  const std::int64_t columns = std::min(kTile, product.cols() - first);
  std::memcpy(product.data() + row * product.cols() + first, sums,
              as_size(columns) * sizeof(float));
}

/// Columns begin .. begin + product.cols() - 1 of X.
template <class Row>
void multiply_tiled(const CsrMatrix<float>& matrix, const RowMatrix& right, std::int64_t begin,
                    RowMatrix& product) {
  const std::vector<std::int64_t> blocks = row_blocks(matrix);
  Tile<Row> tile(as_size(matrix.cols));
  for (std::int64_t first = 0; first < product.cols(); first += kTile) {
    pack_tile(right, begin + first, tile.data());
    multiply_rows(matrix, blocks, tile,
                  [&](std::int64_t i, const Sums& sums) { copy_tile(&sums, i, first, product); });
  }
}

template <class Row>
RowMatrix multiply_tiled(const CsrMatrix<float>& own, const RowMatrix& right,
                         const RowSpread& inner, const RowSpread& outer) {
  const std::vector<std::int64_t> blocks = row_blocks(own);
  RowMatrix product = new_row_matrix(outer.kept(), right.cols());
  Tile<Row> tile(as_size(inner.rows()));
  Array<Sums> all(as_size(own.rows));
  for (std::int64_t first = 0; first < right.cols(); first += kTile) {
    pack_whole_tile(right, first, &inner, tile);
    multiply_rows(own, blocks, tile,
                  [&](std::int64_t i, const Sums& sums) { all[as_size(i)] = sums; });
    outer.keep(
        std::as_bytes(std::span(all)), sizeof(Sums),
        [&](std::int64_t row, const std::byte* sums) { copy_tile(sums, row, first, product); });
  }
  return product;
}

void check_shapes(const CsrMatrix<float>& matrix, std::int64_t right_rows) {
  if (matrix.cols != right_rows) {
    throw OptionError("multiply: right.rows()", fmt::to_string(right_rows),
                      fmt::format("must be the matrix's {} columns", matrix.cols));
  }
}

}  // namespace

RowMatrix multiply(const CsrMatrix<float>& matrix, const RowMatrix& right,
                   DensePrecision precision) {
  RowMatrix product;
  multiply_columns(matrix, right, 0, right.cols(), precision, product);
  return product;
}

void multiply_columns(const CsrMatrix<float>& matrix, const RowMatrix& right, std::int64_t first,
                      std::int64_t size, DensePrecision precision, RowMatrix& product) {
  check_shapes(matrix, right.rows());
  if (first < 0 || size < 0 || size > right.cols() - first) {
    throw OptionError("multiply_columns: first + size", fmt::format("{} + {}", first, size),
                      fmt::format("must be within the {} columns of the table", right.cols()));
  }
  if (product.rows() != matrix.rows || product.cols() != size) {
    product = new_row_matrix(matrix.rows, size);
  }
  precision == DensePrecision::kBfloat16
      ? multiply_tiled<Bfloat16Row>(matrix, right, first, product)
      : multiply_tiled<FloatRow>(matrix, right, first, product);
}

RowMatrix internal::multiply_spread(const CsrMatrix<float>& own, const RowMatrix& right,
                                    DensePrecision precision, const RowSpread& inner,
                                    const RowSpread& outer) {
  if (right.rows() != inner.kept()) {
    throw OptionError("multiply: right.rows()", fmt::to_string(right.rows()),
                      fmt::format("must be the {} that are kept here", inner.kept()));
  }
  return precision == DensePrecision::kBfloat16
             ? multiply_tiled<Bfloat16Row>(own, right, inner, outer)
             : multiply_tiled<FloatRow>(own, right, inner, outer);
}

std::int64_t packed_bytes(std::int64_t rows, std::int64_t columns, DensePrecision precision) {
  const std::size_t row_bytes =
      precision == DensePrecision::kBfloat16 ? sizeof(Bfloat16Row) : sizeof(FloatRow);
  return block_count(columns, kTile) * rows * static_cast<std::int64_t>(row_bytes);
}

Eigen::VectorXd multiply(const CsrMatrix<float>& matrix, const Eigen::VectorXd& right) {
  check_shapes(matrix, right.size());
  const std::vector<std::int64_t> blocks = row_blocks(matrix);
  Eigen::VectorXd product(matrix.rows);
  parallel_blocks(std::ssize(blocks) - 1, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    const std::int64_t end = blocks[static_cast<std::size_t>(block) + 1];
    for (std::int64_t i = blocks[static_cast<std::size_t>(block)]; i < end; ++i) {
      const std::span<const std::int32_t> cols = matrix.row_indices(i);
      const std::span<const float> values = matrix.row_values(i);
      double sum = 0;
      for (std::size_t k = 0; k < cols.size(); ++k) sum += double{values[k]} * right[cols[k]];
      product[i] = sum;
    }
  });
  return product;
}

}  // namespace eigenlex
