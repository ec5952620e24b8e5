#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/core/array.hpp"

namespace eigenlex {

/// Consecutive rows of a CSR matrix, wherever they lie; rows keep their numbers.
template <class Value>
struct CsrRowsView {
  std::int64_t first = 0;                ///< number of the first row
  std::span<const std::int64_t> indptr;  ///< entry range of each row, as in the matrix, and the end
  const std::int32_t* indices = nullptr;  ///< of the first entry of these rows
  const Value* values = nullptr;

  std::int64_t nonzeros() const { return indptr.back() - indptr.front(); }

  std::span<const std::int32_t> row_indices(std::int64_t row) const {
    return {indices + begin(row), size(row)};
  }
  std::span<const Value> row_values(std::int64_t row) const {
    return {values + begin(row), size(row)};
  }

 private:
  std::size_t begin(std::int64_t row) const {
    return static_cast<std::size_t>(indptr[static_cast<std::size_t>(row - first)] - indptr[0]);
  }
  std::size_t size(std::int64_t row) const {
    const auto i = static_cast<std::size_t>(row - first);
    return static_cast<std::size_t>(indptr[i + 1] - indptr[i]);
  }
};

/// Memory for rows that are read from where they are stored.
template <class Value>
struct CsrBuffer {
  std::vector<std::int32_t> indices;
  std::vector<Value> values;
};

/// Sparse matrix in compressed row storage, laid out as SciPy's `csr_matrix`.
///
/// Invariants: `indptr` has rows + 1 entries, starts at 0 and never falls; `indices` and `values`
/// have `indptr.back()` entries; the column indices of a row rise strictly and are in [0, cols).
template <class Value>
struct CsrMatrix {
  using value_type = Value;

  std::int64_t rows = 0;
  std::int64_t cols = 0;
  std::vector<std::int64_t> indptr{0};
  Array<std::int32_t> indices;
  Array<Value> values;

  std::int64_t nonzeros() const { return indptr.back(); }

  std::span<const std::int32_t> row_indices(std::int64_t row) const {
    return {indices.data() + begin(row), size(row)};
  }
  std::span<const Value> row_values(std::int64_t row) const {
    return {values.data() + begin(row), size(row)};
  }
  /// Rows `first` .. `last` - 1. The buffer is there for matrices that are stored elsewhere.
  CsrRowsView<Value> view(std::int64_t first, std::int64_t last, CsrBuffer<Value>&) const {
    return {.first = first,
            .indptr = std::span(indptr).subspan(static_cast<std::size_t>(first),
                                                static_cast<std::size_t>(last - first) + 1),
            .indices = indices.data() + begin(first),
            .values = values.data() + begin(first)};
  }

 private:
  std::size_t begin(std::int64_t row) const {
    return static_cast<std::size_t>(indptr[static_cast<std::size_t>(row)]);
  }
  std::size_t size(std::int64_t row) const {
    return static_cast<std::size_t>(indptr[static_cast<std::size_t>(row) + 1]) - begin(row);
  }
};

}  // namespace eigenlex
