#include "eigenlex/counts/ppmi.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/context_blocks.hpp"
#include "eigenlex/counts/count_reader.hpp"
#include "eigenlex/counts/pmi_rows.hpp"

#include "core/partition.hpp"
#include "matrix/csr_rows.hpp"

namespace eigenlex {
namespace {

using internal::CsrRows;
using internal::join_made_rows;

constexpr std::int64_t kPpmiBlockNonzeros = 1 << 18;
constexpr std::int64_t kMostPpmiRowsInABlock = 4096;

std::vector<std::int64_t> ppmi_blocks(const CooccurrenceMatrix& counts) {
  return internal::partition_by_weight(counts.indptr(), kPpmiBlockNonzeros, kMostPpmiRowsInABlock);
}

/// Writes the positive cells of the rows begin .. end - 1, one after the other, to places with room
/// for all of their cells; sets `sizes`, by row from `begin` on, and returns the sum of them.
std::int64_t weigh_rows(const CooccurrenceMatrix& counts, const PmiRows& pmi, std::int64_t begin,
                        std::int64_t end, std::int32_t* columns, float* values,
                        std::int64_t* sizes) {
  CountReader reader;
  PmiScratch scratch;
  reader.read(counts, begin, end);
  std::int64_t total = 0;
  for (std::int64_t i = begin; i < end; ++i) {
    const std::int64_t before = total;
    pmi.visit(reader, i, PmiOrientation::kRows, scratch, [&](const PmiSegment& segment) {
      total += keep_positive(segment, columns + total, values + total);
    });
    *sizes++ = total - before;
  }
  return total;
}

CsrMatrix<float> ppmi_of(const CooccurrenceMatrix& counts, const PmiRows& pmi) {
  const std::vector<std::int64_t> blocks = ppmi_blocks(counts);
  return join_made_rows<float>(
      std::ssize(blocks) - 1, counts.nonzeros(), counts.cols(),
      [&](std::int64_t block, CsrRows<float>& made) {
        const std::int64_t begin = blocks[as_size(block)];
        const std::int64_t end = blocks[as_size(block) + 1];
        const auto cells = as_size(counts.indptr()[as_size(end)] - counts.indptr()[as_size(begin)]);
        made.row_sizes.resize(as_size(end - begin));
        made.indices.resize(cells);
        made.values.resize(cells);
        const std::size_t size = as_size(weigh_rows(counts, pmi, begin, end, made.indices.data(),
                                                    made.values.data(), made.row_sizes.data()));
        made.indices.resize(size);
        made.values.resize(size);
      });
}

/// Moves the first cells of each block of rows together; `from` and `to` are indptr of the numbers
/// before and after.
template <class T>
Array<T> close_gaps(Array<T> numbers, const std::vector<std::int64_t>& blocks,
                    const std::vector<std::int64_t>& from, const std::vector<std::int64_t>& to) {
  Array<T> closed(as_size(to.back()));
  parallel_blocks(std::ssize(blocks) - 1, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    const std::size_t first = as_size(blocks[as_size(block)]);
    const std::int64_t size = to[as_size(blocks[as_size(block) + 1])] - to[first];
    std::copy_n(numbers.cbegin() + from[first], size, closed.begin() + to[first]);
  });
  return closed;
}

/// Frees the counts, which lie in memory as numbers of 32 bits, on the way.
CsrMatrix<float> ppmi_in_place(CooccurrenceMatrix counts, const PmiRows& pmi) {
  const std::vector<std::int64_t> blocks = ppmi_blocks(counts);
  auto& cells = std::get<CooccurrenceMatrix::Narrow>(counts.cells);
  Array<float> values(cells.values.size());
  std::vector<std::int64_t> sizes(as_size(cells.rows));
  parallel_blocks(std::ssize(blocks) - 1, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    // What has been read makes room for what is written.
    const std::int64_t begin = blocks[as_size(block)];
    const std::int64_t place = cells.indptr[as_size(begin)];
    weigh_rows(counts, pmi, begin, blocks[as_size(block) + 1], cells.indices.data() + place,
               values.data() + place, sizes.data() + begin);
  });
  cells.values = {};
  CsrMatrix<float> matrix;
  matrix.rows = cells.rows;
  matrix.cols = cells.cols;
  for (const std::int64_t size : sizes) matrix.indptr.push_back(matrix.indptr.back() + size);
  matrix.values = close_gaps(std::exchange(values, {}), blocks, cells.indptr, matrix.indptr);
  matrix.indices = close_gaps(std::move(cells.indices), blocks, cells.indptr, matrix.indptr);
  return matrix;
}

PmiRows pmi_of(const CooccurrenceMatrix& counts, const Margins& margins,
               const PpmiOptions& options) {
  return {ContextBlocks(counts.rows(), counts.cols()), margins, options};
}

}  // namespace

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
  if (!(damping >= 0 && damping <= 1)) {
    throw OptionError("PpmiOptions.damping", fmt::to_string(damping), "must be 0..1");
  }
}

std::int64_t ppmi_memory(const CooccurrenceMatrix& counts, std::int64_t positive, int threads) {
  constexpr std::int64_t kCellBytes = 8;
  const std::int64_t at_once =
      internal::blocks_at_once(threads) * (kPpmiBlockNonzeros + counts.cols());
  return kCellBytes * (positive + std::min(counts.nonzeros(), at_once));
}

CsrMatrix<float> ppmi(const CooccurrenceMatrix& counts, const Margins& margins,
                      const PpmiOptions& options) {
  return ppmi_of(counts, pmi_of(counts, margins, options));
}

CsrMatrix<float> ppmi(CooccurrenceMatrix&& counts, const Margins& margins,
                      const PpmiOptions& options) {
  const PmiRows pmi = pmi_of(counts, margins, options);
  if (!std::holds_alternative<CooccurrenceMatrix::Narrow>(counts.cells)) {
    return ppmi_of(counts, pmi);
  }
  return ppmi_in_place(std::move(counts), pmi);
}

}  // namespace eigenlex
