#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

#include "eigenlex/core/array.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/row_matrix.hpp"
#include "eigenlex/matrix/row_spread.hpp"

#include "matrix/lanes.hpp"

namespace eigenlex::internal {

/// Columns of a tile, the unit in which the dense side of a sparse-dense product is multiplied.
constexpr std::int64_t kTile = 64;

/// A row of a tile in float.
struct alignas(64) FloatRow {
  std::array<float, kTile> columns;
};

/// A row of a tile in bfloat16: the low half of lane c holds column c, the high half column c + 32,
/// so that widening to float is one shift or one mask, without a shuffle.
struct alignas(64) Bfloat16Row {
  std::array<std::uint32_t, kTile / 2> pairs;
};

/// Rows of a tile, aligned for the widest vectors.
template <class Row>
using Tile = Array<Row>;

inline void pack(const float* columns, FloatRow& row) { std::memcpy(&row, columns, sizeof(row)); }

inline void pack(const float* columns, Bfloat16Row& row) {
  for (std::size_t c = 0; c < row.pairs.size(); ++c) {
    row.pairs[c] = to_bfloat16(columns[c]) | to_bfloat16(columns[c + kTile / 2]) << 16;
  }
}

/// Columns first .. first + 63 of X, zeros beyond its last; there is room for as many rows as X
/// has.
template <class Row>
void pack_tile(const RowMatrix& right, std::int64_t first, Row* tile) {
  constexpr std::int64_t kPackRows = 1024;
  const std::int64_t width = std::min<std::int64_t>(kTile, right.cols() - first);
  parallel_blocks(right.rows(), kPackRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    std::array<float, kTile> columns{};
    for (std::int64_t i = begin; i < end; ++i) {
      const float* row = right.data() + i * right.cols() + first;
      std::copy_n(row, width, columns.data());
      pack(columns.data(), tile[i]);
    }
  });
}

/// The tile of all rows of X, of which this process keeps those of `spread`; null where it has all.
template <class Row>
void pack_whole_tile(const RowMatrix& right, std::int64_t first, const RowSpread* spread,
                     Tile<Row>& tile) {
  pack_tile(right, first, tile.data() + (spread == nullptr ? 0 : spread->first_row()));
  if (spread == nullptr) return;
  spread->ranks().all_gather(std::as_writable_bytes(std::span(tile)), sizeof(Row),
                             spread->kept_ends());
}

}  // namespace eigenlex::internal
