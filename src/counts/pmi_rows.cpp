#include "eigenlex/counts/pmi_rows.hpp"

#include <algorithm>
#include <cmath>

#include "eigenlex/core/as_size.hpp"

#include "counts/whole_vectors.hpp"

namespace eigenlex {
namespace {

using internal::make_room;
using internal::padded;

std::vector<float> log_scales(std::span<const double> scales) {
  std::vector<float> logs;
  logs.reserve(scales.size());
  for (const double scale : scales) logs.push_back(static_cast<float>(std::log(scale)));
  return logs;
}

}  // namespace

void count_powers(const PmiSegment& segment, double full_count, double exponent,
                  Eigen::ArrayXf& powers) {
  const auto size = static_cast<Eigen::Index>(segment.size());
  const auto shift = static_cast<float>(std::log(full_count));
  make_room(powers, size);
  for (std::size_t k = 0; k < segment.size(); ++k) {
    powers[static_cast<Eigen::Index>(k)] = segment.log_count(k) - shift;
  }
  auto whole = padded(powers, size);
  whole = (whole.min(0.0f) * static_cast<float>(exponent)).exp();
}

PmiRows::PmiRows(const ContextBlocks& blocks, const Margins& margins, const PpmiOptions& options)
    : blocks_(blocks),
      damping_(options.damping),
      row_counts_(log_scales(margins.row_scale)),
      col_counts_(log_scales(margins.col_scale)) {
  options.validate();
  margins.check_shape(blocks.words(), blocks.columns());
  const std::int64_t columns_a_margin = blocks.columns() / blocks.margins();
  for (std::int64_t margin = 0; margin < blocks.margins(); ++margin) {
    double smoothed_total = 0;
    for (std::int64_t j = 0; j < columns_a_margin; ++j) {
      const double sum = margins.col_sums[as_size(margin * columns_a_margin + j)];
      if (sum > 0) smoothed_total += std::pow(sum, options.context_smoothing);
    }
    const double shift = std::log(smoothed_total) - std::log(options.negative);
    for (std::int64_t i = 0; i < blocks.words(); ++i) {
      const double offset = std::log(margins.row_scale[as_size(i)]) -
                            std::log(margins.row_sums[as_size(margin * blocks.words() + i)]) +
                            shift;
      row_offsets_.push_back(static_cast<float>(offset));
    }
  }
  for (std::size_t j = 0; j < margins.col_sums.size(); ++j) {
    const double offset =
        std::log(margins.col_scale[j]) - options.context_smoothing * std::log(margins.col_sums[j]);
    col_offsets_.push_back(static_cast<float>(offset));
  }
}

PmiSegment PmiRows::segment(const CountReader& reader, std::int64_t word, std::int64_t block,
                            std::size_t begin, std::size_t end, PmiOrientation orientation,
                            PmiScratch& scratch) const {
  reader.logs(word, begin, end, scratch.logs);
  PmiSegment some = place(word, block, reader.columns(word).subspan(begin, end - begin),
                          scratch.logs.data(), orientation);
  if (damping_ > 0) damp(some, scratch.factors);
  return some;
}

PmiSegment PmiRows::place(std::int64_t word, std::int64_t block,
                          std::span<const std::int32_t> columns, const float* logs,
                          PmiOrientation orientation) const {
  const std::int64_t words = blocks_.words();
  PmiSegment segment{.stored_columns = columns, .logs = logs};
  if (orientation == PmiOrientation::kRows) {
    segment.row = word;
    segment.pmi_offset = row_offsets_[as_size(blocks_.margin_of(block) * words + word)];
    segment.pmi_offsets = col_offsets_.data();
    segment.count_offset = row_counts_[as_size(word)];
    segment.count_offsets = col_counts_.data();
    return segment;
  }
  // Column j of a block is row j of its mirror.
  const std::int64_t mirror = blocks_.mirror(block);
  segment.row = mirror * words + word;
  segment.shift = static_cast<std::int32_t>(block * words);
  segment.pmi_offset = col_offsets_[as_size(segment.row)];
  segment.pmi_offsets = row_offsets_.data() + blocks_.margin_of(mirror) * words;
  segment.count_offset = col_counts_[as_size(segment.row)];
  segment.count_offsets = row_counts_.data();
  return segment;
}

void PmiRows::damp(PmiSegment& segment, Eigen::ArrayXf& factors) const {
  count_powers(segment, 1, damping_, factors);
  segment.factors = factors.data();
}

}  // namespace eigenlex
