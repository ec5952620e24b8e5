#include "eigenlex/counts/ppmi.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <variant>

#include <Eigen/Core>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/csr_rows.hpp"

#include "core/partition.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kSumBlocks = 16;
constexpr std::int64_t kBlockNonzeros = 1 << 18;
constexpr std::int64_t kMostRowsInABlock = 4096;

std::size_t index(std::int64_t i) { return static_cast<std::size_t>(i); }

/// Row sums into `expected`, and the block's column sums, both without the other side's scale.
template <class Value>
void add_rows(const CsrRowsView<Value>& rows, std::int64_t end, ExpectedCounts& expected,
              std::vector<double>& col_sums) {
  for (std::int64_t i = rows.first; i < end; ++i) {
    const auto cols = rows.row_indices(i);
    const auto values = rows.row_values(i);
    double sum = 0;
    for (std::size_t k = 0; k < cols.size(); ++k) {
      const std::size_t j = index(cols[k]);
      const double count = static_cast<double>(values[k]);
      sum += count * expected.col_scale[j];
      col_sums[j] += count * expected.row_scale[index(i)];
    }
    expected.row_sums[index(i)] = sum * expected.row_scale[index(i)];
  }
}

/// Calls `visit(rows, end)` for pieces of the rows begin .. end - 1, as much as is held at a time.
template <class Cells, class Visit>
void for_pieces(const Cells& cells, std::int64_t begin, std::int64_t end, const Visit& visit) {
  const auto row_ends = std::span(cells.indptr).subspan(index(begin), index(end - begin) + 1);
  const std::vector<std::int64_t> pieces =
      internal::partition_by_weight(row_ends, kBlockNonzeros, kMostRowsInABlock);
  CsrBuffer<typename Cells::value_type> buffer;
  for (std::size_t p = 0; p + 1 < pieces.size(); ++p) {
    visit(cells.view(begin + pieces[p], begin + pieces[p + 1], buffer), begin + pieces[p + 1]);
  }
}

template <class Cells>
void add_margins(const Cells& cells, ExpectedCounts& expected) {
  const std::vector<std::int64_t> blocks =
      internal::partition_by_weight(cells.indptr, cells.nonzeros() / kSumBlocks + 1, cells.rows);
  const std::int64_t block_total = std::ssize(blocks) - 1;
  // A wave of blocks at a time: each has sums of its own, which are added in block order.
  const std::int64_t wave = std::min<std::int64_t>(block_total, thread_count());
  std::vector<std::vector<double>> partial(index(wave));
  for (std::int64_t first = 0; first < block_total; first += wave) {
    const std::int64_t size = std::min(wave, block_total - first);
    parallel_blocks(size, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
      std::vector<double>& sums = partial[index(block)];
      sums.assign(index(cells.cols), 0.0);
      for_pieces(cells, blocks[index(first + block)], blocks[index(first + block) + 1],
                 [&](const auto& rows, std::int64_t end) { add_rows(rows, end, expected, sums); });
    });
    for (std::int64_t block = 0; block < size; ++block) {
      const std::vector<double>& sums = partial[index(block)];
      for (std::size_t j = 0; j < sums.size(); ++j) expected.col_sums[j] += sums[j];
    }
  }
  for (std::size_t j = 0; j < expected.col_sums.size(); ++j) {
    expected.col_sums[j] *= expected.col_scale[j];
  }
}

/// Calls `emit(column, value)` for the positive cells of a row, in order.
template <class Value, class Emit>
void for_positive(const CsrRowsView<Value>& rows, std::int64_t i, const PmiOffsets& offsets,
                  Eigen::ArrayXf& logs, const Emit& emit) {
  const auto cols = rows.row_indices(i);
  log_counts(rows.row_values(i), logs);
  for (std::size_t k = 0; k < cols.size(); ++k) {
    const float value =
        logs[static_cast<Eigen::Index>(k)] + (offsets.row[index(i)] + offsets.col[index(cols[k])]);
    if (value > 0) emit(cols[k], value);
  }
}

template <class Cells>
std::vector<std::int64_t> ppmi_blocks(const Cells& counts) {
  return internal::partition_by_weight(counts.indptr, kBlockNonzeros, kMostRowsInABlock);
}

template <class Cells>
CsrRows<float> ppmi_rows(const Cells& counts, const PmiOffsets& offsets, std::int64_t begin,
                         std::int64_t end) {
  CsrRows<float> rows;
  Eigen::ArrayXf logs;
  CsrBuffer<typename Cells::value_type> buffer;
  const auto view = counts.view(begin, end, buffer);
  for (std::int64_t i = begin; i < end; ++i) {
    const std::size_t before = rows.indices.size();
    for_positive(view, i, offsets, logs, [&](std::int32_t col, float value) {
      rows.indices.push_back(col);
      rows.values.push_back(value);
    });
    rows.row_sizes.push_back(static_cast<std::int64_t>(rows.indices.size() - before));
  }
  return rows;
}

template <class Cells>
CsrMatrix<float> ppmi_of(const Cells& counts, const PmiOffsets& offsets) {
  const std::vector<std::int64_t> blocks = ppmi_blocks(counts);
  std::vector<CsrRows<float>> rows(blocks.size() - 1);
  parallel_blocks(std::ssize(rows), 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    rows[index(block)] = ppmi_rows(counts, offsets, blocks[index(block)], blocks[index(block) + 1]);
  });
  return join_rows(std::move(rows), counts.cols);
}

/// Writes the positive cells of some rows to the place of the first of their cells: `indices`,
/// which may be those of the rows, and `values` are as large as the whole matrix. Sets `sizes`, by
/// row.
void weigh_in_place(const CsrRowsView<std::uint32_t>& rows, std::int64_t end,
                    const PmiOffsets& offsets, std::int32_t* indices, float* values,
                    std::span<std::int64_t> sizes) {
  Eigen::ArrayXf logs;
  std::int64_t place = rows.indptr.front();
  for (std::int64_t i = rows.first; i < end; ++i) {
    const std::int64_t before = place;
    for_positive(rows, i, offsets, logs, [&](std::int32_t col, float value) {
      indices[place] = col;
      values[place] = value;
      ++place;
    });
    sizes[index(i)] = place - before;
  }
}

/// Moves the first cells of each block of rows together; `from` and `to` are indptr of the numbers
/// before and after.
template <class T>
Array<T> close_gaps(Array<T> numbers, const std::vector<std::int64_t>& blocks,
                    const std::vector<std::int64_t>& from, const std::vector<std::int64_t>& to) {
  Array<T> closed(index(to.back()));
  parallel_blocks(std::ssize(blocks) - 1, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    const std::size_t first = index(blocks[index(block)]);
    const std::int64_t size = to[index(blocks[index(block) + 1])] - to[first];
    std::copy_n(numbers.cbegin() + from[first], size, closed.begin() + to[first]);
  });
  return closed;
}

/// Frees the counts on the way.
CsrMatrix<float> ppmi_in_place(CooccurrenceMatrix::Narrow counts, const PmiOffsets& offsets) {
  const std::vector<std::int64_t> blocks = ppmi_blocks(counts);
  Array<float> values(counts.values.size());
  std::vector<std::int64_t> sizes(index(counts.rows));
  parallel_blocks(std::ssize(blocks) - 1, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    CsrBuffer<std::uint32_t> buffer;
    const std::int64_t end = blocks[index(block) + 1];
    weigh_in_place(counts.view(blocks[index(block)], end, buffer), end, offsets,
                   counts.indices.data(), values.data(), sizes);
  });
  counts.values = {};
  CsrMatrix<float> matrix;
  matrix.rows = counts.rows;
  matrix.cols = counts.cols;
  for (const std::int64_t size : sizes) matrix.indptr.push_back(matrix.indptr.back() + size);
  matrix.values = close_gaps(std::exchange(values, {}), blocks, counts.indptr, matrix.indptr);
  matrix.indices = close_gaps(std::move(counts.indices), blocks, counts.indptr, matrix.indptr);
  return matrix;
}

}  // namespace

void ExpectedCounts::check_shape(std::int64_t rows, std::int64_t cols) const {
  if (std::ssize(row_sums) == rows && std::ssize(col_sums) == cols) return;
  throw OptionError("ExpectedCounts", fmt::format("{} x {}", row_sums.size(), col_sums.size()),
                    fmt::format("must be {} x {}", rows, cols));
}

void PpmiOptions::validate() const {
  if (!(context_smoothing > 0 && context_smoothing <= 1)) {
    throw OptionError("PpmiOptions.context_smoothing", fmt::to_string(context_smoothing),
                      "must be above 0 and at most 1");
  }
  if (!(negative >= 1 && std::isfinite(negative))) {
    throw OptionError("PpmiOptions.negative", fmt::to_string(negative), "must be at least 1");
  }
  if (!(subsample >= 0 && std::isfinite(subsample))) {
    throw OptionError("PpmiOptions.subsample", fmt::to_string(subsample),
                      "must be at least 0 (0 turns subsampling off)");
  }
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

ExpectedCounts expected_counts(const CooccurrenceMatrix& counts,
                               std::span<const std::int64_t> word_counts, double subsample) {
  const auto words = static_cast<std::int64_t>(word_counts.size());
  if (counts.rows() != words || (counts.cols() != words && counts.cols() != 2 * words)) {
    throw OptionError("CooccurrenceMatrix", fmt::format("{} x {}", counts.rows(), counts.cols()),
                      fmt::format("must have {0} rows and {0} or twice as many columns", words));
  }
  const std::vector<double> keep = subsampling_keep(word_counts, subsample);
  ExpectedCounts expected{.row_scale = keep,
                          .col_scale = keep,
                          .row_sums = std::vector<double>(index(counts.rows())),
                          .col_sums = std::vector<double>(index(counts.cols()))};
  for (double& scale : expected.row_scale) scale /= static_cast<double>(counts.unit);
  if (counts.cols() != words) {
    expected.col_scale.insert(expected.col_scale.end(), keep.begin(), keep.end());
  }
  std::visit([&](const auto& cells) { add_margins(cells, expected); }, counts.cells);
  return expected;
}

template <class Value>
void log_counts(std::span<const Value> counts, Eigen::ArrayXf& logs) {
  // Whole vectors only: Eigen's scalar logarithm, which would take the rest, rounds otherwise.
  constexpr Eigen::Index kWhole = 64;
  const auto size = static_cast<Eigen::Index>(counts.size());
  const Eigen::Index padded = (size + kWhole - 1) / kWhole * kWhole;
  // Not resize(): it would free the old memory twice if there is no new.
  if (logs.size() < padded) logs = Eigen::ArrayXf(padded);
  for (Eigen::Index k = 0; k < size; ++k) {
    logs[k] = static_cast<float>(counts[static_cast<std::size_t>(k)]);
  }
  logs.segment(size, padded - size).setOnes();
  Eigen::Map<Eigen::ArrayXf, Eigen::AlignedMax> whole(logs.data(), padded);
  whole = whole.log();
}

template void log_counts(std::span<const std::uint32_t>, Eigen::ArrayXf&);
template void log_counts(std::span<const std::int64_t>, Eigen::ArrayXf&);

PmiOffsets pmi_offsets(const ExpectedCounts& expected, const PpmiOptions& options) {
  options.validate();
  double smoothed_total = 0;
  for (const double sum : expected.col_sums) {
    if (sum > 0) smoothed_total += std::pow(sum, options.context_smoothing);
  }
  const double shift = std::log(smoothed_total) - std::log(options.negative);
  PmiOffsets offsets;
  for (std::size_t i = 0; i < expected.row_sums.size(); ++i) {
    const double offset = std::log(expected.row_scale[i]) - std::log(expected.row_sums[i]) + shift;
    offsets.row.push_back(static_cast<float>(offset));
  }
  for (std::size_t j = 0; j < expected.col_sums.size(); ++j) {
    const double offset = std::log(expected.col_scale[j]) -
                          options.context_smoothing * std::log(expected.col_sums[j]);
    offsets.col.push_back(static_cast<float>(offset));
  }
  return offsets;
}

CsrMatrix<float> ppmi(const CooccurrenceMatrix& counts, const ExpectedCounts& expected,
                      const PpmiOptions& options) {
  const PmiOffsets offsets = pmi_offsets(expected, options);
  expected.check_shape(counts.rows(), counts.cols());
  return std::visit([&](const auto& cells) { return ppmi_of(cells, offsets); }, counts.cells);
}

CsrMatrix<float> ppmi(CooccurrenceMatrix&& counts, const ExpectedCounts& expected,
                      const PpmiOptions& options) {
  if (!std::holds_alternative<CooccurrenceMatrix::Narrow>(counts.cells)) {
    return ppmi(std::as_const(counts), expected, options);
  }
  const PmiOffsets offsets = pmi_offsets(expected, options);
  expected.check_shape(counts.rows(), counts.cols());
  return ppmi_in_place(std::get<CooccurrenceMatrix::Narrow>(std::move(counts.cells)), offsets);
}

}  // namespace eigenlex
