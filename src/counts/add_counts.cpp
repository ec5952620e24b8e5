#include "eigenlex/counts/add_counts.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "core/partition.hpp"
#include "counts/merged_rows.hpp"
#include "counts/row_accumulator.hpp"

namespace eigenlex {
namespace {

using internal::FileSink;
using internal::kMergedCellsAtOnce;
using internal::MergedRows;
using internal::RowAccumulator;

constexpr std::int64_t kMostAddedRowsInABlock = 4096;

void check_parts(const std::vector<CooccurrenceMatrix>& parts) {
  if (parts.empty()) throw OptionError("parts", "[]", "must hold at least one matrix of counts");
  for (const CooccurrenceMatrix& part : parts) {
    if (part.rows() == parts[0].rows() && part.cols() == parts[0].cols() &&
        part.unit == parts[0].unit) {
      continue;
    }
    throw OptionError("parts",
                      fmt::format("{} x {} in units of 1/{}", part.rows(), part.cols(), part.unit),
                      fmt::format("must be {} x {} in units of 1/{}, as the first one",
                                  parts[0].rows(), parts[0].cols(), parts[0].unit));
  }
}

/// Where the blocks of rows end that are added by one thread.
std::vector<std::int64_t> row_blocks(const std::vector<CooccurrenceMatrix>& parts) {
  std::vector<std::int64_t> cells(parts[0].indptr().size(), 0);
  for (const CooccurrenceMatrix& part : parts) {
    const auto indptr = part.indptr();
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i] += indptr[i];
  }
  return internal::partition_by_weight(cells, kMergedCellsAtOnce, kMostAddedRowsInABlock);
}

/// Rows of a part as they were read.
struct PartRows {
  std::tuple<CsrBuffer<std::uint32_t>, CsrBuffer<std::int64_t>> buffers;
  std::variant<CsrRowsView<std::uint32_t>, CsrRowsView<std::int64_t>> rows;

  void read(const CooccurrenceMatrix& part, std::int64_t first, std::int64_t last) {
    part.visit([&]<class Cells>(const Cells& cells) {
      rows = cells.view(first, last, std::get<CsrBuffer<typename Cells::value_type>>(buffers));
    });
  }
};

struct AddScratch {
  std::vector<PartRows> parts;
  std::optional<RowAccumulator<std::int64_t>> row;
};

/// Adds row `i` of a part; no cell may be above `most`.
void add_row(const PartRows& part, std::int64_t i, std::int64_t most,
             RowAccumulator<std::int64_t>& row) {
  std::visit(
      [&](const auto& rows) {
        const auto columns = rows.row_indices(i);
        const auto counts = rows.row_values(i);
        for (std::size_t k = 0; k < columns.size(); ++k) {
          const auto count = static_cast<std::int64_t>(counts[k]);
          if (count > most) {
            throw OptionError(
                "parts", fmt::format("a count of {} in row {}", count, i),
                fmt::format("must be at most {}, or a sum could leave 63 bits", most));
          }
          row.add(static_cast<std::size_t>(columns[k]), count);
        }
      },
      part.rows);
}

/// Adds rows first .. last - 1 of all parts.
MergedRows add_block(const std::vector<CooccurrenceMatrix>& parts, std::int64_t first,
                     std::int64_t last, AddScratch& scratch) {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max() / std::ssize(parts);
  scratch.parts.resize(parts.size());
  for (std::size_t p = 0; p < parts.size(); ++p) scratch.parts[p].read(parts[p], first, last);
  if (!scratch.row) scratch.row.emplace(parts[0].cols());
  MergedRows merged;
  for (std::int64_t i = first; i < last; ++i) {
    for (const PartRows& part : scratch.parts) add_row(part, i, most, *scratch.row);
    const std::size_t before = merged.narrow.indices.size();
    scratch.row->drain([&](std::int32_t col, std::int64_t sum) { merged.add(col, sum); });
    merged.end_row(before);
  }
  return merged;
}

std::int64_t cells_in(const std::vector<CooccurrenceMatrix>& parts, std::int64_t first,
                      std::int64_t last) {
  std::int64_t cells = 0;
  for (const CooccurrenceMatrix& part : parts) {
    const auto indptr = part.indptr();
    cells += indptr[static_cast<std::size_t>(last)] - indptr[static_cast<std::size_t>(first)];
  }
  return cells;
}

}  // namespace

CooccurrenceMatrix add_counts(const std::vector<CooccurrenceMatrix>& parts,
                              const StorageOptions& storage, const Progress& progress) {
  check_parts(parts);
  const std::vector<std::int64_t> blocks = row_blocks(parts);
  ProgressCounter done(progress, cells_in(parts, 0, parts[0].rows()));
  FileSink sink(storage.folder);
  internal::append_in_order<AddScratch>(
      std::ssize(blocks) - 1,
      [&](std::int64_t number, AddScratch& scratch) {
        const auto block = static_cast<std::size_t>(number);
        MergedRows rows = add_block(parts, blocks[block], blocks[block + 1], scratch);
        done.add(cells_in(parts, blocks[block], blocks[block + 1]));
        return rows;
      },
      sink);
  return {.cells = sink.take(parts[0].cols()), .unit = parts[0].unit};
}

}  // namespace eigenlex
