#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <variant>

#include <Eigen/Core>

#include "eigenlex/counts/cooccurrence.hpp"

namespace eigenlex {

/// Rows of counts as they are read, wherever they lie and however wide they are; for one thread,
/// and for one matrix, which has to outlive it.
class CountReader {
 public:
  /// Makes the rows first .. last - 1 the ones at hand. Throws IoError.
  void read(const CooccurrenceMatrix& counts, std::int64_t first, std::int64_t last);
  /// Sees to it that a row is at hand: of counts in files, with some that follow it. Throws
  /// IoError.
  void seek(const CooccurrenceMatrix& counts, std::int64_t row);

  /// The columns of a row at hand, in rising order.
  std::span<const std::int32_t> columns(std::int64_t row) const {
    return std::visit([&](const auto& rows) { return rows.row_indices(row); }, rows_);
  }
  /// Calls `visit(columns, counts)` with the cells of a row at hand, counts of 32 or 64 bits.
  template <class Visit>
  void visit_row(std::int64_t row, const Visit& visit) const {
    std::visit([&](const auto& rows) { visit(rows.row_indices(row), rows.row_values(row)); },
               rows_);
  }
  /// Calls `visit(column, count)` for the cells of a row at hand; the count is a double.
  template <class Visit>
  void for_cells(std::int64_t row, const Visit& visit) const {
    visit_row(row, [&](const auto& cols, const auto& counts) {
      for (std::size_t k = 0; k < cols.size(); ++k) visit(cols[k], static_cast<double>(counts[k]));
    });
  }
  /// The logarithms of the counts of entries begin .. end - 1 of a row at hand, in float: of each
  /// a function of the count alone, wherever it stands. `logs` grows as is needed; what follows
  /// them is of no meaning.
  void logs(std::int64_t row, std::size_t begin, std::size_t end, Eigen::ArrayXf& logs) const;

 private:
  std::tuple<CsrBuffer<std::uint32_t>, CsrBuffer<std::int64_t>> buffers_;
  std::variant<CsrRowsView<std::uint32_t>, CsrRowsView<std::int64_t>> rows_;
  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
};

}  // namespace eigenlex
