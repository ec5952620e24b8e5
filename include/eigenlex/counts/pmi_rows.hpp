#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/counts/context_blocks.hpp"
#include "eigenlex/counts/count_reader.hpp"
#include "eigenlex/counts/margins.hpp"
#include "eigenlex/counts/ppmi.hpp"

namespace eigenlex {

/// Cells of one row of the PMI matrix, or of its transpose.
struct PmiSegment {
  std::int64_t row = 0;                          ///< of the matrix or of the transpose
  std::span<const std::int32_t> stored_columns;  ///< as the counts have them,
  std::int32_t shift = 0;                        ///< which is so much too high
  const float* logs = nullptr;                   ///< of the stored counts, by cell
  /// What makes them PMI, of the row and by column, and logarithms of expected counts.
  float pmi_offset = 0;
  const float* pmi_offsets = nullptr;
  float count_offset = 0;
  const float* count_offsets = nullptr;
  const float* factors = nullptr;  ///< of the positive values, by cell; or all 1

  std::size_t size() const { return stored_columns.size(); }
  std::int32_t column(std::size_t k) const { return stored_columns[k] - shift; }
  /// In nats, less log k. The offsets are added first, so that a cell has the same value in the
  /// transpose.
  float pmi(std::size_t k) const {
    return logs[k] + (pmi_offset + pmi_offsets[static_cast<std::size_t>(column(k))]);
  }
  /// log x_ij of the expected count.
  float log_count(std::size_t k) const {
    return logs[k] + (count_offset + count_offsets[static_cast<std::size_t>(column(k))]);
  }
};

/// min(1, (x / full_count)^exponent) of the expected count x of each cell; `powers` grows as is
/// needed. Each is a function of the cell alone, wherever it stands.
void count_powers(const PmiSegment& segment, double full_count, double exponent,
                  Eigen::ArrayXf& powers);

/// Writes columns and values of the cells whose PMI is positive, in order, and returns their
/// number. There must be room for all cells; `columns` may be the place of the stored ones. The
/// segment is a copy, which what is written cannot change.
inline std::int64_t keep_positive(PmiSegment segment, std::int32_t* columns, float* values) {
  std::int64_t size = 0;
  // Written always, kept only if it is positive: no branch to mispredict.
  const auto keep = [&](std::size_t k, float factor) {
    const float value = segment.pmi(k);
    columns[size] = segment.column(k);
    values[size] = value * factor;
    size += value > 0;
  };
  if (segment.factors == nullptr) {
    for (std::size_t k = 0; k < segment.size(); ++k) keep(k, 1.0f);
  } else {
    for (std::size_t k = 0; k < segment.size(); ++k) keep(k, segment.factors[k]);
  }
  return size;
}

/// Memory that a thread reads PMI with.
struct PmiScratch {
  Eigen::ArrayXf logs;
  Eigen::ArrayXf factors;
};

/// Which way the PMI matrix of counts is read.
enum class PmiOrientation {
  kRows,     ///< as the counts: V rows, a block of V columns or several
  kColumns,  ///< transposed: V rows for each block, V columns
};

/// The PMI of counts, row by row: what the stored matrix, the operator and the cells of ALS are all
/// made of, computed from the counts at each reading. The transpose is read from the same rows, as
/// `ContextBlocks` says.
class PmiRows {
 public:
  /// For counts of that shape and with those margins. Throws OptionError for bad options, or
  /// margins of another shape.
  PmiRows(const ContextBlocks& blocks, const Margins& margins, const PpmiOptions& options);

  const ContextBlocks& blocks() const { return blocks_; }

  /// Calls `visit(segment)` for all that row `word` of the counts, at hand in the reader, holds: in
  /// turn the segments of row `word` of the matrix, in the order of columns, or one segment of each
  /// of the transpose's rows that are read from it, which is then complete.
  template <class Visit>
  void visit(const CountReader& reader, std::int64_t word, PmiOrientation orientation,
             PmiScratch& scratch, const Visit& visit) const;

  /// The cells that entries begin .. end - 1 of row `word` of the counts make, all of one block,
  /// the whole of that block's.
  PmiSegment segment(const CountReader& reader, std::int64_t word, std::int64_t block,
                     std::size_t begin, std::size_t end, PmiOrientation orientation,
                     PmiScratch& scratch) const;

 private:
  /// The same, of logarithms that are there.
  PmiSegment place(std::int64_t word, std::int64_t block, std::span<const std::int32_t> columns,
                   const float* logs, PmiOrientation orientation) const;
  void damp(PmiSegment& segment, Eigen::ArrayXf& factors) const;

  ContextBlocks blocks_;
  double damping_;
  std::vector<float> row_offsets_;  ///< of PMI, V for each set of margins
  std::vector<float> col_offsets_;
  std::vector<float> row_counts_;  ///< log keep_i / unit: what makes a count expected
  std::vector<float> col_counts_;
};

template <class Visit>
void PmiRows::visit(const CountReader& reader, std::int64_t word, PmiOrientation orientation,
                    PmiScratch& scratch, const Visit& visit) const {
  const std::span<const std::int32_t> columns = reader.columns(word);
  reader.logs(word, 0, columns.size(), scratch.logs);
  const std::int64_t parts =
      orientation == PmiOrientation::kRows ? blocks_.margins() : blocks_.count();
  const std::int64_t columns_a_part = blocks_.columns() / parts;
  std::size_t begin = 0;
  for (std::int64_t part = 0; part < parts; ++part) {
    const auto rest = columns.subspan(begin);
    const std::size_t size =
        part + 1 == parts
            ? rest.size()
            : static_cast<std::size_t>(std::ranges::lower_bound(rest, (part + 1) * columns_a_part) -
                                       rest.begin());
    PmiSegment some = place(word, part, rest.first(size), scratch.logs.data() + begin, orientation);
    if (damping_ > 0) damp(some, scratch.factors);
    visit(some);
    begin += size;
  }
}

}  // namespace eigenlex
