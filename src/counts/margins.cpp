#include "eigenlex/counts/margins.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/context_blocks.hpp"
#include "eigenlex/counts/count_reader.hpp"
#include "eigenlex/counts/ppmi.hpp"
#include "eigenlex/matrix/reducer.hpp"

#include "core/partition.hpp"
#include "counts/margin_scales.hpp"

namespace eigenlex {
namespace {

/// As many as add up the columns, each with sums of its own.
constexpr std::int64_t kSumBlocks = 16;
constexpr std::int64_t kSummedBlockNonzeros = 1 << 18;
constexpr std::int64_t kMostSummedRowsInABlock = 4096;

/// Sums of row `i` into `margins`, and what it adds to the block's column sums, which lack the
/// scale of the columns.
void add_row(const CountReader& reader, std::int64_t i, const ContextBlocks& blocks,
             Margins& margins, std::span<double> col_sums) {
  const std::int64_t columns_a_margin = blocks.columns() / blocks.margins();
  double sum = 0;
  std::int64_t margin = 0;
  const auto finish_margin = [&] {
    margins.row_sums[as_size(margin * blocks.words() + i)] = sum * margins.row_scale[as_size(i)];
    sum = 0;
    ++margin;
  };
  std::int64_t end = columns_a_margin;
  reader.for_cells(i, [&](std::int32_t col, double count) {
    for (; col >= end; end += columns_a_margin) finish_margin();
    sum += count * margins.col_scale[as_size(col)];
    col_sums[as_size(col)] += count * margins.row_scale[as_size(i)];
  });
  while (margin < blocks.margins()) finish_margin();
}

/// The rows begin .. end - 1, as many at a time as are held.
void add_rows(const CooccurrenceMatrix& counts, std::int64_t begin, std::int64_t end,
              const ContextBlocks& blocks, Margins& margins, std::span<double> col_sums) {
  const std::vector<std::int64_t> pieces = internal::partition_by_weight(
      counts.indptr().subspan(as_size(begin), as_size(end - begin) + 1), kSummedBlockNonzeros,
      kMostSummedRowsInABlock);
  CountReader reader;
  for (std::size_t p = 0; p + 1 < pieces.size(); ++p) {
    reader.read(counts, begin + pieces[p], begin + pieces[p + 1]);
    for (std::int64_t i = begin + pieces[p]; i < begin + pieces[p + 1]; ++i) {
      add_row(reader, i, blocks, margins, col_sums);
    }
  }
}

void add_all(const CooccurrenceMatrix& counts, const ContextBlocks& contexts, Margins& margins) {
  const std::vector<std::int64_t> blocks = internal::partition_by_weight(
      counts.indptr(), counts.nonzeros() / kSumBlocks + 1, counts.rows());
  const Eigen::MatrixXd sums = sum_over_blocks<double>(
      std::ssize(blocks) - 1, thread_count(), counts.cols(), 1,
      [&](std::int64_t block, Eigen::MatrixXd& part) {
        part.setZero();
        add_rows(counts, blocks[as_size(block)], blocks[as_size(block + 1)], contexts, margins,
                 {part.data(), as_size(part.size())});
      },
      rows_in_one_place());
  margins.col_sums.assign(sums.data(), sums.data() + sums.size());
  for (std::size_t j = 0; j < margins.col_sums.size(); ++j) {
    margins.col_sums[j] *= margins.col_scale[j];
  }
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
                         std::span<const std::int64_t> word_counts, double subsample) {
  const auto words = static_cast<std::int64_t>(word_counts.size());
  if (counts.rows() != words) {
    throw OptionError("CooccurrenceMatrix", fmt::format("{} x {}", counts.rows(), counts.cols()),
                      fmt::format("must have {} rows, one for each word", words));
  }
  const ContextBlocks blocks(counts.rows(), counts.cols());
  Margins margins = internal::margin_scales(blocks, counts.unit, word_counts, subsample);
  margins.row_sums.resize(as_size(words * blocks.margins()));
  add_all(counts, blocks, margins);
  return margins;
}

}  // namespace eigenlex
