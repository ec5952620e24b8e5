#include "eigenlex/factor/spmm.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/partition.hpp"

#include "lanes.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kTile = 64;
constexpr std::int64_t kBlockNonzeros = 1 << 16;
constexpr std::int64_t kMostRowsInABlock = 1024;
constexpr std::int64_t kPackRows = 1024;
/// Rows of X are fetched this many non-zeros ahead of their use.
constexpr std::int64_t kAhead = 8;

/// A row of a tile in float.
struct FloatRow {
  std::array<Floats, kTile / kLanes> columns;
};

/// A row of a tile in bfloat16: the low half of lane c holds column c, the high half column c + 32,
/// so that widening to float is one shift or one mask, without a shuffle.
struct Bfloat16Row {
  std::array<Words, kTile / kLanes / 2> pairs;
};

/// Rows of a tile, aligned for the widest vectors.
template <class Row>
using Tile = std::vector<Row>;

void pack(const float* columns, FloatRow& row) { std::memcpy(&row, columns, sizeof(row)); }

void pack(const float* columns, Bfloat16Row& row) {
  std::array<std::uint32_t, kTile / 2> words;
  for (std::size_t c = 0; c < words.size(); ++c) {
    words[c] = to_bfloat16(columns[c]) | to_bfloat16(columns[c + kTile / 2]) << 16;
  }
  std::memcpy(&row, words.data(), sizeof(row));
}

/// Columns first .. first + 63 of X, zeros beyond its last.
template <class Row>
void pack_tile(const RowMatrix& right, std::int64_t first, Tile<Row>& tile) {
  const std::int64_t width = std::min<std::int64_t>(kTile, right.cols() - first);
  parallel_blocks(right.rows(), kPackRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    std::array<float, kTile> columns{};
    for (std::int64_t i = begin; i < end; ++i) {
      const float* row = right.data() + i * right.cols() + first;
      std::copy_n(row, width, columns.data());
      pack(columns.data(), tile[static_cast<std::size_t>(i)]);
    }
  });
}

using Sums = std::array<Floats, kTile / kLanes>;

void add_scaled(float scale, const FloatRow& row, Sums& sums) {
  for (std::size_t v = 0; v < sums.size(); ++v) sums[v] += scale * row.columns[v];
}

void add_scaled(float scale, const Bfloat16Row& row, Sums& sums) {
  constexpr std::size_t kHalf = kTile / kLanes / 2;
  for (std::size_t v = 0; v < kHalf; ++v) {
    Floats low, high;
    widen(row.pairs[v], low, high);
    sums[v] += scale * low;
    sums[kHalf + v] += scale * high;
  }
}

/// One row of A times the tile; `last` is the last non-zero of A, where fetching ahead ends.
template <class Row>
Sums multiply_row(const CsrMatrix<float>& matrix, std::int64_t row, std::int64_t last,
                  const Row* tile) {
  const std::int32_t* indices = matrix.indices.data();
  const float* values = matrix.values.data();
  Sums sums{};
  const std::int64_t end = matrix.indptr[static_cast<std::size_t>(row) + 1];
  for (std::int64_t k = matrix.indptr[static_cast<std::size_t>(row)]; k < end; ++k) {
    const auto* ahead = reinterpret_cast<const char*>(tile + indices[std::min(k + kAhead, last)]);
    for (std::size_t line = 0; line < sizeof(Row); line += 64) __builtin_prefetch(ahead + line);
    add_scaled(values[k], tile[indices[k]], sums);
  }
  return sums;
}

template <class Row>
RowMatrix multiply_tiled(const CsrMatrix<float>& matrix, const RowMatrix& right) {
  const std::int64_t width = right.cols();
  const std::vector<std::int64_t> blocks =
      partition_by_weight(matrix.indptr, kBlockNonzeros, kMostRowsInABlock);
  RowMatrix product(matrix.rows, width);
  Tile<Row> tile(static_cast<std::size_t>(matrix.cols));
  for (std::int64_t first = 0; first < width; first += kTile) {
    pack_tile(right, first, tile);
    const auto tile_bytes =
        static_cast<std::size_t>(std::min(kTile, width - first)) * sizeof(float);
    parallel_blocks(std::ssize(blocks) - 1, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
      const std::int64_t end = blocks[static_cast<std::size_t>(block) + 1];
      for (std::int64_t i = blocks[static_cast<std::size_t>(block)]; i < end; ++i) {
        const Sums sums = multiply_row(matrix, i, matrix.nonzeros() - 1, tile.data());
        std::memcpy(product.data() + i * width + first, sums.data(), tile_bytes);
      }
    });
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
  check_shapes(matrix, right.rows());
  return precision == DensePrecision::kBfloat16 ? multiply_tiled<Bfloat16Row>(matrix, right)
                                                : multiply_tiled<FloatRow>(matrix, right);
}

Eigen::VectorXd multiply(const CsrMatrix<float>& matrix, const Eigen::VectorXd& right) {
  check_shapes(matrix, right.size());
  const std::vector<std::int64_t> blocks =
      partition_by_weight(matrix.indptr, kBlockNonzeros, kMostRowsInABlock);
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
