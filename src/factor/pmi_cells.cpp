#include "eigenlex/factor/pmi_cells.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <variant>

#include <Eigen/Core>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

namespace eigenlex {
namespace {

std::size_t index(std::int64_t i) { return static_cast<std::size_t>(i); }

/// log(scale) - shift for each scale.
std::vector<float> log_offsets(std::span<const double> scales, double shift) {
  std::vector<float> offsets;
  offsets.reserve(scales.size());
  for (const double scale : scales) offsets.push_back(static_cast<float>(std::log(scale) - shift));
  return offsets;
}

void check_shapes(const CooccurrenceMatrix& counts, const ExpectedCounts& expected) {
  expected.check_shape(counts.rows(), counts.cols());
  if (counts.cols() != counts.rows() && counts.cols() != 2 * counts.rows()) {
    throw OptionError("CooccurrenceMatrix", fmt::format("{} x {}", counts.rows(), counts.cols()),
                      "must have as many columns as rows, or twice as many");
  }
}

std::vector<std::int64_t> count_left_entries(const CooccurrenceMatrix& counts) {
  constexpr std::int64_t kBlockRows = 256;
  std::vector<std::int64_t> left(index(counts.rows()));
  parallel_blocks(
      counts.rows(), kBlockRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        std::visit(
            [&]<class Cells>(const Cells& matrix) {
              CsrBuffer<typename Cells::value_type> buffer;
              for (std::int64_t i = begin; i < end; ++i) {
                const auto cols = matrix.view(i, i + 1, buffer).row_indices(i);
                left[index(i)] =
                    std::lower_bound(cols.begin(), cols.end(), counts.rows()) - cols.begin();
              }
            },
            counts.cells);
      });
  return left;
}

}  // namespace

void CellWeightOptions::validate() const {
  if (!(full_weight_count > 0 && std::isfinite(full_weight_count))) {
    throw OptionError("CellWeightOptions.full_weight_count", fmt::to_string(full_weight_count),
                      "must be above 0");
  }
  if (!(exponent >= 0 && exponent <= 1)) {
    throw OptionError("CellWeightOptions.exponent", fmt::to_string(exponent), "must be 0..1");
  }
}

PmiCells::PmiCells(const CooccurrenceMatrix& counts, const ExpectedCounts& expected,
                   const PpmiOptions& ppmi, const CellWeightOptions& weight,
                   Orientation orientation)
    : counts_(counts), exponent_(static_cast<float>(weight.exponent)) {
  weight.validate();
  check_shapes(counts, expected);
  PmiOffsets offsets = pmi_offsets(expected, ppmi);
  own_ = {.pmi_offsets = std::move(offsets.row),
          .weight_offsets = log_offsets(expected.row_scale, std::log(weight.full_weight_count))};
  other_ = {.pmi_offsets = std::move(offsets.col),
            .weight_offsets = log_offsets(expected.col_scale, 0.0)};
  if (orientation == Orientation::kRows) return;
  std::swap(own_, other_);
  if (counts.cols() != counts.rows()) left_entries_ = count_left_entries(counts);
}

PmiCells::Place PmiCells::place(std::int64_t row) const {
  const std::int64_t words = counts_.rows();
  const std::span<const std::int64_t> indptr = counts_.indptr();
  const std::int64_t word = row < words ? row : row - words;
  const std::int64_t size = indptr[index(word) + 1] - indptr[index(word)];
  if (left_entries_.empty()) return {.counts_row = word, .begin = 0, .end = size, .shift = 0};
  // Column j of L is row j of R, and column j of R is row j of L.
  const std::int64_t left = left_entries_[index(word)];
  if (row >= words) return {.counts_row = word, .begin = 0, .end = left, .shift = 0};
  return {
      .counts_row = word, .begin = left, .end = size, .shift = static_cast<std::int32_t>(words)};
}

std::int64_t PmiCells::row_size(std::int64_t row) const {
  const Place where = place(row);
  return where.end - where.begin;
}

void PmiCells::read_row(std::int64_t row, CellBuffer& cells) const {
  const Place where = place(row);
  const std::size_t size = index(where.end - where.begin);
  const auto length = static_cast<Eigen::Index>(size);
  // Eigen's own arrays are aligned: with any other memory, which cells go through its vector
  // functions and which through the scalar ones would depend on the address.
  Eigen::ArrayXf logs;
  Eigen::ArrayXf weights(length);
  cells.indices.resize(size);
  cells.targets.resize(size);
  std::visit(
      [&]<class Cells>(const Cells& matrix) {
        CsrBuffer<typename Cells::value_type> buffer;
        const auto view = matrix.view(where.counts_row, where.counts_row + 1, buffer);
        const auto columns = view.row_indices(where.counts_row).subspan(index(where.begin), size);
        for (std::size_t k = 0; k < size; ++k) cells.indices[k] = columns[k] - where.shift;
        log_counts(view.row_values(where.counts_row).subspan(index(where.begin), size), logs);
      },
      counts_.cells);
  const float pmi_offset = own_.pmi_offsets[index(row)];
  const float weight_offset = own_.weight_offsets[index(row)];
  for (Eigen::Index k = 0; k < length; ++k) {
    const std::size_t cell = index(k);
    const auto other = static_cast<std::size_t>(cells.indices[cell]);
    cells.targets[cell] = std::max(logs[k] + pmi_offset + other_.pmi_offsets[other], 0.0f);
    weights[k] = logs[k] + weight_offset + other_.weight_offsets[other];
  }
  weights = (weights.min(0.0f) * exponent_).exp();
  cells.weights.assign(weights.data(), weights.data() + length);
}

}  // namespace eigenlex
