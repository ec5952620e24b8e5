#pragma once

#include <cstdint>

#include "eigenlex/core/array.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// For each row of a table as many of the other rows: those at the least distance, the nearest
/// first, ties by id.
struct NearestRows {
  std::int64_t count = 0;   ///< k, the rows found for each
  Array<std::int32_t> ids;  ///< n x k
  Array<float> distances;   ///< n x k, squared Euclidean distances
};

/// The `count` rows nearest to each row of a table (n x d), among all others.
///
/// Exact but for rounding: candidates are told by products in float, relative to the mean of the
/// rows; distances are of the rows themselves. `progress` counts rows. Throws OptionError for a
/// number that is not finite or 2^31 rows, and unless count is in 0 .. n - 1 (0 for no rows). Cost:
/// 2 n² d flops as a matrix product; memory n (d + 2 k) floats. The same bytes for any number of
/// threads.
NearestRows nearest_rows(const RowMatrix& rows, std::int64_t count, const Progress& progress = {});

}  // namespace eigenlex
