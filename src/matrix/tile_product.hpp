#pragma once

#include <cstdint>
#include <vector>

#include "matrix/tiles.hpp"

namespace eigenlex::internal {

/// A row of a product, in the order of the columns.
struct alignas(64) Sums {
  std::array<float, kTile> columns;
};

/// Multiplies entries begin .. end - 1 of a sparse matrix, those of one row, by the tile; `last` is
/// the last entry in memory, where fetching ahead ends.
template <class Row>
using MultiplyRow = void (*)(const std::int32_t* indices, const float* values, std::int64_t begin,
                             std::int64_t end, std::int64_t last, const Row* tile, Sums& sums);

/// What this processor can run, the fastest last. All give the same bytes: a column's products are
/// added in the order of the entries by fused operations, however many columns a register holds.
template <class Row>
std::vector<MultiplyRow<Row>> multiply_row_variants();

/// The fastest one.
template <class Row>
MultiplyRow<Row> fastest_multiply_row() {
  static const MultiplyRow<Row> fastest = multiply_row_variants<Row>().back();
  return fastest;
}

}  // namespace eigenlex::internal
