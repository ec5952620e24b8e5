#include "counts/merge_runs.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

#include "eigenlex/core/parallel.hpp"

#include "core/pool.hpp"
#include "counts/merged_rows.hpp"
#include "counts/row_accumulator.hpp"
#include "counts/row_codec.hpp"

namespace eigenlex::internal {
namespace {

struct MergeScratch {
  std::vector<std::string> buffers;
  std::optional<RowAccumulator<std::int64_t>> row;
};

using Runs = std::vector<std::unique_ptr<CountRun>>;

MergedRows merge_block(const Runs& runs, std::size_t block, std::int64_t rows, std::int64_t cols,
                       MergeScratch& scratch) {
  scratch.buffers.resize(runs.size());
  std::vector<RowDecoder> decoders;
  std::int64_t cells = 0;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    decoders.emplace_back(runs[r]->read(block, scratch.buffers[r]));
    cells += runs[r]->cells(block);
  }
  MergedRows merged;
  merged.reserve(runs.size() == 1 ? cells : cells / 2);
  for (std::int64_t i = 0; i < rows; ++i) {
    const std::size_t before = merged.narrow.indices.size();
    if (runs.size() == 1) {
      decoders[0].next_row([&](std::int32_t col, std::int64_t count) { merged.add(col, count); });
    } else {
      if (!scratch.row) scratch.row.emplace(cols);
      for (RowDecoder& decoder : decoders) {
        decoder.next_row([&](std::int32_t col, std::int64_t count) {
          scratch.row->add(static_cast<std::size_t>(col), count);
        });
      }
      scratch.row->drain([&](std::int32_t col, std::int64_t sum) { merged.add(col, sum); });
    }
    merged.end_row(before);
  }
  return merged;
}

/// Calls `append(wave)` for the blocks in order; a wave of them is merged in parallel.
template <class Append>
void merge_in_order(const Runs& runs, const std::vector<std::int64_t>& blocks, std::int64_t cols,
                    const Append& append) {
  const std::size_t block_total = blocks.size() - 1;
  const std::int64_t wave_cells = kMergedCellsAtOnce * thread_count();
  Pool<MergeScratch> pool;
  for (std::size_t first = 0; first < block_total;) {
    std::size_t last = first;
    for (std::int64_t cells = 0; last < block_total && (last == first || cells < wave_cells);
         ++last) {
      for (const auto& run : runs) cells += run->cells(last);
    }
    std::vector<MergedRows> wave(last - first);
    parallel_blocks(std::ssize(wave), 1, [&](std::int64_t i, std::int64_t, std::int64_t) {
      const std::size_t block = first + static_cast<std::size_t>(i);
      auto scratch = pool.borrow();
      wave[static_cast<std::size_t>(i)] =
          merge_block(runs, block, blocks[block + 1] - blocks[block], cols, *scratch);
      for (const auto& run : runs) run->release(block);
    });
    append(std::move(wave));
    first = last;
  }
}

/// The matrix in memory; turns wide with the first block that is.
class MemorySink {
 public:
  explicit MemorySink(std::int64_t cells) {
    narrow_.indices.reserve(static_cast<std::size_t>(cells));
    narrow_.values.reserve(static_cast<std::size_t>(cells));
  }

  void append(const std::vector<MergedRows>& wave) {
    const auto old_size = static_cast<std::ptrdiff_t>(narrow_.indices.size());
    std::vector<std::ptrdiff_t> first{old_size};
    for (const MergedRows& rows : wave) {
      append_row_ends(rows, narrow_.indptr);
      first.push_back(static_cast<std::ptrdiff_t>(narrow_.indptr.back()));
      if (rows.is_wide && !is_wide_) widen(old_size);
    }
    const auto new_size = static_cast<std::size_t>(first.back());
    narrow_.indices.resize(new_size);
    is_wide_ ? wide_.resize(new_size) : narrow_.values.resize(new_size);
    parallel_blocks(std::ssize(wave), 1, [&](std::int64_t i, std::int64_t, std::int64_t) {
      const auto number = static_cast<std::size_t>(i);
      copy(wave[number], first[number]);
    });
  }

  CooccurrenceMatrix::Cells take(std::int64_t rows, std::int64_t cols) {
    narrow_.rows = rows;
    narrow_.cols = cols;
    if (!is_wide_) return std::move(narrow_);
    return CooccurrenceMatrix::Wide{.rows = rows,
                                    .cols = cols,
                                    .indptr = std::move(narrow_.indptr),
                                    .indices = std::move(narrow_.indices),
                                    .values = std::move(wide_)};
  }

 private:
  void widen(std::ptrdiff_t size) {
    is_wide_ = true;
    wide_.reserve(narrow_.indices.capacity());
    wide_.assign(narrow_.values.begin(), narrow_.values.begin() + size);
    narrow_.values = {};
  }

  void copy(const MergedRows& rows, std::ptrdiff_t first) {
    std::ranges::copy(rows.narrow.indices, narrow_.indices.begin() + first);
    if (!is_wide_) {
      std::ranges::copy(rows.narrow.values, narrow_.values.begin() + first);
    } else {
      std::ranges::copy(rows.narrow.values, wide_.begin() + first);
      std::ranges::copy(rows.wide, wide_.begin() + first);
    }
  }

  CooccurrenceMatrix::Narrow narrow_;
  Array<std::int64_t> wide_;
  bool is_wide_ = false;
};

}  // namespace

CooccurrenceMatrix::Cells merge_runs(Runs runs, const std::vector<std::int64_t>& blocks,
                                     std::int64_t cols, const StorageOptions& storage) {
  std::int64_t memory = 0, cells = 0;
  for (const auto& run : runs) {
    memory += run->memory();
    for (std::size_t block = 0; block + 1 < blocks.size(); ++block) cells += run->cells(block);
  }
  constexpr std::int64_t kCellBytes = 8;
  if (cells <= (storage.memory - memory) / kCellBytes) {
    MemorySink sink(cells);
    merge_in_order(runs, blocks, cols,
                   [&](std::vector<MergedRows> wave) { sink.append(std::move(wave)); });
    return sink.take(blocks.back(), cols);
  }
  FileSink sink(storage.folder);
  merge_in_order(runs, blocks, cols,
                 [&](std::vector<MergedRows> wave) { sink.append(std::move(wave)); });
  return sink.take(cols);
}

}  // namespace eigenlex::internal
