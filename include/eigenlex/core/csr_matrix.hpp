#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace eigenlex {

/// Sparse matrix in compressed row storage, laid out as SciPy's `csr_matrix`.
///
/// Invariants: `indptr` has rows + 1 entries, starts at 0 and never falls; `indices` and `values`
/// have `indptr.back()` entries; the column indices of a row rise strictly and are in [0, cols).
template <class Value>
struct CsrMatrix {
  std::int64_t rows = 0;
  std::int64_t cols = 0;
  std::vector<std::int64_t> indptr{0};
  std::vector<std::int32_t> indices;
  std::vector<Value> values;

  std::int64_t nonzeros() const { return indptr.back(); }

  std::span<const std::int32_t> row_indices(std::int64_t row) const {
    return {indices.data() + begin(row), size(row)};
  }
  std::span<const Value> row_values(std::int64_t row) const {
    return {values.data() + begin(row), size(row)};
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
