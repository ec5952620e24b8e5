#include "eigenlex/counts/count_reader.hpp"

#include <algorithm>
#include <limits>

#include "counts/whole_vectors.hpp"

namespace eigenlex {
namespace {

using internal::make_room;
using internal::padded;

/// Cells that are read at a time where rows are asked for one by one.
constexpr std::int64_t kCellsAhead = 1 << 15;

/// The end of the rows from `row` on that have so many cells together, at least of one.
std::int64_t end_of_reading(const CooccurrenceMatrix& counts, std::int64_t row) {
  if (!counts.is_stored()) return counts.rows();
  const std::span<const std::int64_t> ends = counts.indptr();
  const auto first = ends.begin() + row;
  const auto end = std::upper_bound(first + 1, ends.end(), *first + kCellsAhead);
  return std::max(row + 1, static_cast<std::int64_t>(end - ends.begin()) - 1);
}

}  // namespace

void CountReader::read(const CooccurrenceMatrix& counts, std::int64_t first, std::int64_t last) {
  first_ = last_ = 0;  // where reading fails, nothing is at hand
  counts.visit([&]<class Cells>(const Cells& cells) {
    rows_ = cells.view(first, last, std::get<CsrBuffer<typename Cells::value_type>>(buffers_));
  });
  first_ = first;
  last_ = last;
}

void CountReader::seek(const CooccurrenceMatrix& counts, std::int64_t row) {
  if (row >= first_ && row < last_) return;
  const std::int64_t first = counts.is_stored() ? row : 0;
  read(counts, first, end_of_reading(counts, row));
}

void CountReader::logs(std::int64_t row, std::size_t begin, std::size_t end,
                       Eigen::ArrayXf& logs) const {
  const auto size = static_cast<Eigen::Index>(end - begin);
  make_room(logs, size);
  std::visit(
      [&](const auto& rows) {
        const auto values = rows.row_values(row).subspan(begin, end - begin);
        for (Eigen::Index k = 0; k < size; ++k) {
          logs[k] = static_cast<float>(values[static_cast<std::size_t>(k)]);
        }
      },
      rows_);
  auto whole = padded(logs, size);
  whole = whole.log();
}

}  // namespace eigenlex
