#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/add_counts.hpp"
#include "eigenlex/counts/context_blocks.hpp"

#include "core/partition.hpp"
#include "counts/merged_rows.hpp"
#include "counts/row_accumulator.hpp"

namespace eigenlex {
namespace {

using internal::FileSink;
using internal::kMergedCellsAtOnce;
using internal::MergedRows;
using internal::RowAccumulator;

constexpr std::int64_t kMostRenumberedRowsInABlock = 4096;

struct RenumberScratch {
  std::tuple<CsrBuffer<std::uint32_t>, CsrBuffer<std::int64_t>> buffers;
  std::optional<RowAccumulator<std::int64_t>> row;
};

/// Where words went, in both directions.
class Renumbering {
 public:
  Renumbering(const CooccurrenceMatrix& counts, std::span<const std::int32_t> new_ids,
              std::int64_t words)
      : counts_(counts),
        new_ids_(new_ids),
        from_(counts.rows(), counts.cols()),
        words_(words),
        old_ids_(static_cast<std::size_t>(words), kNone) {
    if (std::ssize(new_ids) != counts.rows()) {
      throw OptionError("new_ids.size()", fmt::to_string(new_ids.size()),
                        fmt::format("must be the number of rows, {}", counts.rows()));
    }
    for (std::size_t i = 0; i < new_ids.size(); ++i) {
      const std::int32_t id = new_ids[i];
      if (id < 0) continue;
      if (id >= words || old_ids_[static_cast<std::size_t>(id)] != kNone) {
        throw OptionError(fmt::format("new_ids[{}]", i), fmt::to_string(id),
                          fmt::format("must be below {} and that of no other word", words));
      }
      old_ids_[static_cast<std::size_t>(id)] = static_cast<std::int32_t>(i);
    }
  }

  std::int64_t cols() const { return from_.count() * words_; }

  std::vector<std::int64_t> row_blocks() const {
    const auto indptr = counts_.indptr();
    std::vector<std::int64_t> cells{0};
    for (const std::int32_t old : old_ids_) {
      const auto i = static_cast<std::size_t>(std::max(old, 0));
      cells.push_back(cells.back() + (old == kNone ? 0 : indptr[i + 1] - indptr[i]));
    }
    return internal::partition_by_weight(cells, kMergedCellsAtOnce, kMostRenumberedRowsInABlock);
  }

  MergedRows rows(std::int64_t first, std::int64_t last, RenumberScratch& scratch) const {
    if (!scratch.row) scratch.row.emplace(cols());
    MergedRows made;
    for (std::int64_t i = first; i < last; ++i) {
      const std::int32_t old = old_ids_[static_cast<std::size_t>(i)];
      if (old != kNone) read_row(old, scratch);
      const std::size_t before = made.narrow.indices.size();
      scratch.row->drain([&](std::int32_t col, std::int64_t count) { made.add(col, count); });
      made.end_row(before);
    }
    return made;
  }

 private:
  static constexpr std::int32_t kNone = -1;

  void read_row(std::int64_t old, RenumberScratch& scratch) const {
    counts_.visit([&]<class Cells>(const Cells& cells) {
      auto& buffer = std::get<CsrBuffer<typename Cells::value_type>>(scratch.buffers);
      const auto row = cells.view(old, old + 1, buffer);
      const auto columns = row.row_indices(old);
      const auto values = row.row_values(old);
      for (std::size_t k = 0; k < columns.size(); ++k) {
        const std::int64_t block = columns[k] / from_.words();
        const auto word = static_cast<std::size_t>(columns[k] - block * from_.words());
        if (new_ids_[word] < 0) continue;
        scratch.row->add(static_cast<std::size_t>(block * words_ + new_ids_[word]),
                         static_cast<std::int64_t>(values[k]));
      }
    });
  }

  const CooccurrenceMatrix& counts_;
  std::span<const std::int32_t> new_ids_;
  ContextBlocks from_;
  std::int64_t words_;
  std::vector<std::int32_t> old_ids_;
};

}  // namespace

CooccurrenceMatrix renumber_counts(const CooccurrenceMatrix& counts,
                                   std::span<const std::int32_t> new_ids, std::int64_t words,
                                   const StorageOptions& storage, const Progress& progress) {
  const Renumbering renumbering(counts, new_ids, words);
  const std::vector<std::int64_t> blocks = renumbering.row_blocks();
  FileSink sink(storage.folder);
  ProgressCounter done(progress, std::ssize(blocks) - 1);
  internal::append_in_order<RenumberScratch>(
      std::ssize(blocks) - 1,
      [&](std::int64_t number, RenumberScratch& scratch) {
        const auto block = static_cast<std::size_t>(number);
        MergedRows rows = renumbering.rows(blocks[block], blocks[block + 1], scratch);
        done.add(1);
        return rows;
      },
      sink);
  return {.cells = sink.take(renumbering.cols()), .unit = counts.unit};
}

}  // namespace eigenlex
