#include "eigenlex/factor/pmi_cells.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <variant>

#include <Eigen/Core>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

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
  if (std::ssize(expected.row_sums) != counts.rows() ||
      std::ssize(expected.col_sums) != counts.cols()) {
    throw OptionError("ExpectedCounts",
                      fmt::format("{} x {}", expected.row_sums.size(), expected.col_sums.size()),
                      fmt::format("must be {} x {}", counts.rows(), counts.cols()));
  }
  if (counts.cols() != counts.rows() && counts.cols() != 2 * counts.rows()) {
    throw OptionError("CooccurrenceMatrix", fmt::format("{} x {}", counts.rows(), counts.cols()),
                      "must have as many columns as rows, or twice as many");
  }
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
    : counts_(counts), exponent_(static_cast<float>(weight.exponent)), orientation_(orientation) {
  weight.validate();
  check_shapes(counts, expected);
  PmiOffsets offsets = pmi_offsets(expected, ppmi);
  own_ = {.pmi_offsets = std::move(offsets.row),
          .weight_offsets = log_offsets(expected.row_scale, std::log(weight.full_weight_count))};
  other_ = {.pmi_offsets = std::move(offsets.col),
            .weight_offsets = log_offsets(expected.col_scale, 0.0)};
  if (orientation == Orientation::kColumns) std::swap(own_, other_);
}

PmiCells::Place PmiCells::place(std::int64_t row) const {
  const std::int64_t words = counts_.rows();
  const bool directional = counts_.cols() != words;
  return std::visit(
      [&](const auto& matrix) -> Place {
        const std::int64_t word = row < words ? row : row - words;
        const auto begin = index(matrix.indptr[index(word)]);
        const auto end = index(matrix.indptr[index(word) + 1]);
        if (!directional || orientation_ == Orientation::kRows) return {begin, end, 0};
        // Column j of L is row j of R, and column j of R is row j of L.
        const auto columns = matrix.row_indices(word);
        const auto first_right = std::lower_bound(columns.begin(), columns.end(), words);
        const std::size_t middle = begin + index(first_right - columns.begin());
        if (row < words) return {middle, end, static_cast<std::int32_t>(words)};
        return {begin, middle, 0};
      },
      counts_.cells);
}

std::int64_t PmiCells::row_size(std::int64_t row) const {
  const Place where = place(row);
  return static_cast<std::int64_t>(where.end - where.begin);
}

void PmiCells::read_row(std::int64_t row, CellBuffer& cells) const {
  const Place where = place(row);
  const std::size_t size = where.end - where.begin;
  const auto length = static_cast<Eigen::Index>(size);
  // Eigen's own arrays are aligned: with any other memory, which cells go through its vector
  // functions and which through the scalar ones would depend on the address.
  Eigen::ArrayXf logs(length);
  Eigen::ArrayXf weights(length);
  cells.indices.resize(size);
  cells.targets.resize(size);
  std::visit(
      [&]<class Value>(const CsrMatrix<Value>& matrix) {
        const std::int32_t* columns = matrix.indices.data() + where.begin;
        for (std::size_t k = 0; k < size; ++k) cells.indices[k] = columns[k] - where.shift;
        logs = Eigen::Map<const Eigen::Array<Value, Eigen::Dynamic, 1>>(
                   matrix.values.data() + where.begin, length)
                   .template cast<float>()
                   .log();
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
