#include "eigenlex/refine/bag_regression.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/row_matrix.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"
#include "eigenlex/matrix/spmm.hpp"

#include "refine/panel_regression.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kBagsPerBlock = 512;

/// The matrix of `BagMatrix`.
CsrMatrix<float> matrix_of(std::span<const std::vector<std::int32_t>> bags, std::int32_t parts) {
  CsrMatrix<float> matrix;
  matrix.rows = std::ssize(bags);
  matrix.cols = parts;
  for (const std::vector<std::int32_t>& bag : bags) {
    matrix.indptr.push_back(matrix.indptr.back() + std::ssize(bag));
  }
  matrix.indices.resize(static_cast<std::size_t>(matrix.nonzeros()));
  matrix.values.resize(matrix.indices.size());
  auto index = matrix.indices.begin();
  auto value = matrix.values.begin();
  for (const std::vector<std::int32_t>& bag : bags) {
    const auto begin = index;
    index = std::ranges::copy(bag, index).out;
    std::sort(begin, index);
    value = std::fill_n(value, bag.size(), 1 / std::sqrt(static_cast<float>(bag.size())));
  }
  const auto wrong = std::ranges::find_if(
      matrix.indices, [&](std::int32_t part) { return part < 0 || part >= parts; });
  if (wrong == matrix.indices.end()) return matrix;
  throw OptionError("part", fmt::to_string(*wrong), fmt::format("must be in 0 .. {}", parts - 1));
}

}  // namespace

BagMatrix::BagMatrix(std::span<const std::vector<std::int32_t>> bags, std::int32_t parts)
    : matrix_(matrix_of(bags, parts)), transpose_(eigenlex::transpose(matrix_)) {}

Table BagMatrix::multiply(const Table& part_rows) const {
  return eigenlex::multiply(matrix_, part_rows, DensePrecision::kFloat);
}

void BagMatrix::multiply_row(std::int64_t bag, const Table& part_rows,
                             Eigen::Ref<Eigen::RowVectorXf> row) const {
  const std::span<const std::int32_t> parts = matrix_.row_indices(bag);
  row.setZero();
  for (const std::int32_t part : parts) row += part_rows.row(part);
  if (!parts.empty()) row *= matrix_.row_values(bag).front();
}

Eigen::VectorXf BagMatrix::column_squares(std::span<const float> weights) const {
  Eigen::VectorXf squares = Eigen::VectorXf::Zero(parts());
  parallel_blocks(parts(), kBagsPerBlock, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    for (std::int64_t part = begin; part < end; ++part) {
      const std::span<const std::int32_t> bags = transpose_.row_indices(part);
      const std::span<const float> values = transpose_.row_values(part);
      for (std::size_t k = 0; k < bags.size(); ++k) {
        squares[part] += values[k] * values[k] *
                         (weights.empty() ? 1 : weights[static_cast<std::size_t>(bags[k])]);
      }
    }
  });
  return squares;
}

void BagRegressionOptions::validate() const {
  if (!(regularization > 0) || !std::isfinite(regularization)) {
    throw OptionError("BagRegressionOptions.regularization", fmt::format("{}", regularization),
                      "must be above 0");
  }
  if (max_iterations < 1) {
    throw OptionError("BagRegressionOptions.max_iterations", fmt::to_string(max_iterations),
                      "must be at least 1");
  }
  if (!(tolerance >= 0)) {
    throw OptionError("BagRegressionOptions.tolerance", fmt::format("{}", tolerance),
                      "must be at least 0");
  }
}

Table bag_regression(const BagMatrix& bags, const Table& targets,
                     const BagRegressionOptions& options, const Progress& progress,
                     std::span<const float> weights) {
  options.validate();
  if (targets.rows() != bags.bags()) {
    throw OptionError("targets.rows", fmt::to_string(targets.rows()),
                      fmt::format("must be the number of bags, {}", bags.bags()));
  }
  if (!weights.empty() && std::ssize(weights) != bags.bags()) {
    throw OptionError("weights.size", fmt::to_string(weights.size()),
                      fmt::format("must be 0 or the number of bags, {}", bags.bags()));
  }
  internal::PanelRegression regression(bags, weights, options);
  Table result = new_row_matrix(bags.parts(), targets.cols());
  for (Eigen::Index first = 0; first < targets.cols(); first += kRegressedColumns) {
    const Eigen::Index size = std::min(kRegressedColumns, targets.cols() - first);
    const Progress of_panel = [&](std::int64_t done, std::int64_t) {
      report(progress, first + done, targets.cols());
    };
    const Table& panel = regression.solve(targets, first, size, of_panel);
    parallel_blocks(
        result.rows(), kBagsPerBlock, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
          result.block(begin, first, end - begin, size) = panel.middleRows(begin, end - begin);
        });
  }
  return result;
}

}  // namespace eigenlex
