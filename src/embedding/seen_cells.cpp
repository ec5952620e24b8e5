#include "eigenlex/embedding/seen_cells.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"

namespace eigenlex {
namespace {

/// What is wrong with the cells, or nothing.
std::string defect(const SeenCells& cells, std::int64_t rows, std::int64_t columns) {
  if (std::ssize(cells.indptr) != rows + 1) {
    return fmt::format("{} row starts, must be {}", cells.indptr.size(), rows + 1);
  }
  if (cells.indptr.front() != 0 || cells.indptr.back() != std::ssize(cells.indices)) {
    return fmt::format("the row starts go from {} to {}, must go from 0 to the number of cells, {}",
                       cells.indptr.front(), cells.indptr.back(), cells.indices.size());
  }
  // All starts first: they say which cells may be looked at.
  for (std::int64_t row = 0; row < rows; ++row) {
    const auto start = cells.indptr.begin() + row;
    if (start[1] < start[0]) return fmt::format("row {} ends before it starts", row);
  }
  for (std::int64_t row = 0; row < rows; ++row) {
    std::int64_t before = -1;
    for (const std::int32_t column : cells.row(row)) {
      if (column <= before || column >= columns) {
        return fmt::format("row {} has the column {} after {}, must rise within 0..{}", row, column,
                           before, columns - 1);
      }
      before = column;
    }
  }
  return {};
}

}  // namespace

SeenCells seen_cells(const CsrMatrix<float>& matrix) {
  return {.indptr = {matrix.indptr.begin(), matrix.indptr.end()},
          .indices = {matrix.indices.begin(), matrix.indices.end()}};
}

void check_seen_cells(const SeenCells& cells, std::int64_t rows, std::int64_t columns) {
  const std::string wrong = defect(cells, rows, columns);
  if (!wrong.empty()) {
    throw OptionError("SeenCells", fmt::format("{} cells", cells.indices.size()), wrong);
  }
}

void write_seen_cells(const SeenCells& cells, const std::filesystem::path& indptr,
                      const std::filesystem::path& indices) {
  write_npy_list<std::int64_t>(indptr, cells.indptr);
  write_npy_list<std::int32_t>(indices, cells.indices);
}

SeenCells read_seen_cells(const std::filesystem::path& indptr, const std::filesystem::path& indices,
                          std::int64_t rows, std::int64_t columns) {
  SeenCells cells{.indptr = read_npy_list<std::vector<std::int64_t>>(indptr),
                  .indices = read_npy_list<std::vector<std::int32_t>>(indices)};
  const std::string wrong = defect(cells, rows, columns);
  if (!wrong.empty()) {
    throw FormatError(
        fmt::format("{} and {}: {}", indptr.string(), indices.filename().string(), wrong));
  }
  return cells;
}

}  // namespace eigenlex
