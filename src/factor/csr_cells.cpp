#include "eigenlex/factor/csr_cells.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

namespace eigenlex {

CsrCells::CsrCells(CsrMatrix<float> targets, Array<float> weights)
    : targets_(std::move(targets)), weights_(std::move(weights)) {
  if (weights_.size() != targets_.values.size()) {
    throw OptionError("CsrCells: weights", fmt::format("{} numbers", weights_.size()),
                      fmt::format("must be one for each of {} cells", targets_.values.size()));
  }
  for (const float target : targets_.values) {
    if (!std::isfinite(target)) {
      throw OptionError("CsrCells: target", fmt::to_string(target), "must be finite");
    }
    magnitudes_.target = std::max(magnitudes_.target, std::abs(double{target}));
  }
  for (const float weight : weights_) {
    if (!(weight >= 0 && std::isfinite(weight))) {
      throw OptionError("CsrCells: weight", fmt::to_string(weight),
                        "must be at least 0 and finite");
    }
    magnitudes_.weight = std::max(magnitudes_.weight, double{weight});
  }
  if (magnitudes_.target == 0) magnitudes_.target = 1;
  if (magnitudes_.weight == 0) magnitudes_.weight = 1;
}

std::int64_t CsrCells::row_size(std::int64_t row) const {
  return std::ssize(targets_.row_indices(row));
}

void CsrCells::read_row(std::int64_t row, CellBuffer& cells) const {
  const auto indices = targets_.row_indices(row);
  const auto targets = targets_.row_values(row);
  const float* weights = weights_.data() + targets_.indptr[static_cast<std::size_t>(row)];
  cells.indices.assign(indices.begin(), indices.end());
  cells.targets.assign(targets.begin(), targets.end());
  cells.weights.assign(weights, weights + indices.size());
}

CsrCells CsrCells::transposed() const {
  CsrMatrix<float> weights = targets_;
  weights.values = weights_;
  return {transpose(targets_), transpose(weights).values};
}

CsrCells implicit_feedback(CsrMatrix<float> values, double confidence) {
  if (!(confidence >= 0 && std::isfinite(confidence))) {
    throw OptionError("implicit_feedback: confidence", fmt::to_string(confidence),
                      "must be at least 0");
  }
  Array<float> weights = std::exchange(values.values, {});
  values.values.assign(weights.size(), 1.0f);
  for (float& weight : weights) {
    if (!(weight >= 0)) {
      throw OptionError("implicit_feedback: value", fmt::to_string(weight), "must be at least 0");
    }
    weight = static_cast<float>(1 + confidence * double{weight});
  }
  return {std::move(values), std::move(weights)};
}

}  // namespace eigenlex
