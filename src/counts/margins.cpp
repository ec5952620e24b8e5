#include "eigenlex/counts/margins.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/context_blocks.hpp"
#include "eigenlex/counts/count_reader.hpp"
#include "eigenlex/counts/ppmi.hpp"

#include "core/partition.hpp"
#include "core/pool.hpp"
#include "counts/margin_scales.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kSummedBlockNonzeros = 1 << 18;
constexpr std::int64_t kMostSummedRowsInABlock = 4096;

/// The margins of row `i` and of the columns that mirror it: column j of a block holds the cells of
/// row j in the block's mirror, so all sums are over rows.
void sum_row(const CountReader& reader, std::int64_t i, const ContextBlocks& blocks,
             Margins& margins) {
  const std::int64_t words = blocks.words();
  std::array<double, ContextBlocks::kMost> row_sums{}, mirrored{};
  std::int64_t block = 0;
  reader.for_cells(i, [&](std::int32_t col, double count) {
    while (col >= (block + 1) * words) ++block;
    row_sums[as_size(blocks.margin_of(block))] += count * margins.col_scale[as_size(col)];
    mirrored[as_size(block)] += count * margins.row_scale[as_size(col - block * words)];
  });
  for (std::int64_t margin = 0; margin < blocks.margins(); ++margin) {
    margins.row_sums[as_size(margin * words + i)] =
        row_sums[as_size(margin)] * margins.row_scale[as_size(i)];
  }
  for (block = 0; block < blocks.count(); ++block) {
    const std::size_t col = as_size(blocks.mirror(block) * words + i);
    margins.col_sums[col] = mirrored[as_size(block)] * margins.col_scale[col];
  }
}

void sum_rows(const CooccurrenceMatrix& counts, const ContextBlocks& contexts, Margins& margins) {
  const std::vector<std::int64_t> blocks =
      internal::partition_by_weight(counts.indptr(), kSummedBlockNonzeros, kMostSummedRowsInABlock);
  internal::Pool<CountReader> pool;
  parallel_blocks(std::ssize(blocks) - 1, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    auto reader = pool.borrow();
    reader->read(counts, blocks[as_size(block)], blocks[as_size(block + 1)]);
    for (std::int64_t i = blocks[as_size(block)]; i < blocks[as_size(block + 1)]; ++i) {
      sum_row(*reader, i, contexts, margins);
    }
  });
}

}  // namespace

void Margins::check_shape(std::int64_t rows, std::int64_t cols) const {
  const ContextBlocks blocks(rows, cols);
  if (std::ssize(row_scale) == rows && std::ssize(col_scale) == cols &&
      std::ssize(row_sums) == rows * blocks.margins() && std::ssize(col_sums) == cols) {
    return;
  }
  throw OptionError("Margins", fmt::format("{} x {}", row_sums.size(), col_sums.size()),
                    fmt::format("must be {} x {}", rows * blocks.margins(), cols));
}

std::vector<double> subsampling_keep(std::span<const std::int64_t> word_counts, double threshold) {
  PpmiOptions{.subsample = threshold}.validate();
  std::vector<double> keep(word_counts.size(), 1.0);
  if (threshold == 0) return keep;
  const double tokens =
      static_cast<double>(std::accumulate(word_counts.begin(), word_counts.end(), std::int64_t{0}));
  for (std::size_t i = 0; i < keep.size(); ++i) {
    if (word_counts[i] == 0) continue;
    const double ratio = threshold * tokens / static_cast<double>(word_counts[i]);
    keep[i] = std::min(1.0, std::sqrt(ratio) + ratio);
  }
  return keep;
}

Margins internal::margin_scales(const ContextBlocks& blocks, std::int64_t unit,
                                std::span<const std::int64_t> word_counts, double subsample) {
  const std::vector<double> keep = subsampling_keep(word_counts, subsample);
  Margins margins{.row_scale = keep, .col_scale = {}, .row_sums = {}, .col_sums = {}};
  for (double& scale : margins.row_scale) scale /= static_cast<double>(unit);
  for (std::int64_t block = 0; block < blocks.count(); ++block) {
    margins.col_scale.insert(margins.col_scale.end(), keep.begin(), keep.end());
  }
  return margins;
}

Margins expected_margins(const CooccurrenceMatrix& counts,
                         std::span<const std::int64_t> word_counts, double subsample,
                         const Communicator& ranks) {
  const auto words = static_cast<std::int64_t>(word_counts.size());
  if (counts.rows() != words) {
    throw OptionError("CooccurrenceMatrix", fmt::format("{} x {}", counts.rows(), counts.cols()),
                      fmt::format("must have {} rows, one for each word", words));
  }
  const ContextBlocks blocks(counts.rows(), counts.cols());
  Margins margins = internal::margin_scales(blocks, counts.unit, word_counts, subsample);
  margins.row_sums.resize(as_size(words * blocks.margins()));
  margins.col_sums.resize(as_size(blocks.columns()));
  sum_rows(counts, blocks, margins);
  // Every sum is another rank's 0 but in one.
  ranks.sum(margins.row_sums);
  ranks.sum(margins.col_sums);
  return margins;
}

}  // namespace eigenlex
