#include "counts/merge_runs.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

#include "eigenlex/core/parallel.hpp"

#include "core/pool.hpp"
#include "counts/merged_rows.hpp"

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
  if (runs.size() != 1) {
    if (!scratch.row) scratch.row.emplace(cols);
    return add_rows(std::move(decoders), rows, cells / 2, *scratch.row);
  }
  MergedRows merged;
  merged.reserve(cells);
  for (std::int64_t i = 0; i < rows; ++i) {
    const std::size_t before = merged.narrow.indices.size();
    decoders[0].next_row([&](std::int32_t col, std::int64_t count) { merged.add(col, count); });
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

}  // namespace

CooccurrenceMatrix::Cells merge_runs(Runs runs, const std::vector<std::int64_t>& blocks,
                                     std::int64_t cols, const StorageOptions& storage) {
  std::int64_t memory = 0, cells = 0;
  for (const auto& run : runs) {
    memory += run->memory();
    for (std::size_t block = 0; block + 1 < blocks.size(); ++block) cells += run->cells(block);
  }
  CountSink sink(cells, {.memory = storage.memory - memory, .folder = storage.folder});
  merge_in_order(runs, blocks, cols,
                 [&](std::vector<MergedRows> wave) { sink.append(std::move(wave)); });
  return sink.take(cols);
}

}  // namespace eigenlex::internal
