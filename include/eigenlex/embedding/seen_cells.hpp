#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "eigenlex/matrix/csr_matrix.hpp"

namespace eigenlex {

/// Where the cells of a sparse matrix are, without their values: compressed rows as SciPy has them.
///
/// Invariants: `indptr` is empty (nothing is known) or has rows + 1 entries, starts at 0, never
/// falls and ends at indices.size(); the indices of a row rise strictly.
struct SeenCells {
  std::vector<std::int64_t> indptr;
  std::vector<std::int32_t> indices;

  bool empty() const { return indptr.empty(); }
  std::int64_t rows() const { return empty() ? 0 : std::ssize(indptr) - 1; }
  /// The columns of a row.
  std::span<const std::int32_t> row(std::int64_t row) const {
    const auto begin = static_cast<std::size_t>(indptr[static_cast<std::size_t>(row)]);
    const auto end = static_cast<std::size_t>(indptr[static_cast<std::size_t>(row) + 1]);
    return std::span(indices).subspan(begin, end - begin);
  }
};

/// The places of the entries of a matrix.
SeenCells seen_cells(const CsrMatrix<float>& matrix);

/// Throws OptionError unless the cells are of a rows × columns matrix and keep the invariants.
void check_seen_cells(const SeenCells& cells, std::int64_t rows, std::int64_t columns);

/// Writes the two arrays as .npy files. Throws IoError.
void write_seen_cells(const SeenCells& cells, const std::filesystem::path& indptr,
                      const std::filesystem::path& indices);

/// Reads what `write_seen_cells` writes. Throws IoError, or FormatError where a file is damaged or
/// the cells are not those of a rows × columns matrix.
SeenCells read_seen_cells(const std::filesystem::path& indptr, const std::filesystem::path& indices,
                          std::int64_t rows, std::int64_t columns);

}  // namespace eigenlex
