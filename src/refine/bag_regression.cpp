#include "eigenlex/refine/bag_regression.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"
#include "eigenlex/matrix/spmm.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kBagsPerBlock = 512;

using ColumnValues = Eigen::Array<double, 1, Eigen::Dynamic>;

/// What `add(row, sums)` adds to kSums rows of sums; blocks of rows are summed in their order.
template <std::size_t kSums, class Add>
std::array<ColumnValues, kSums> sum_rows(const Table& table, const Add& add) {
  using Sums = std::array<ColumnValues, kSums>;
  Sums zeros;
  zeros.fill(ColumnValues::Zero(table.cols()));
  std::vector<Sums> partial(static_cast<std::size_t>(block_count(table.rows(), kBagsPerBlock)),
                            zeros);
  parallel_blocks(table.rows(), kBagsPerBlock,
                  [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                    Sums& sums = partial[static_cast<std::size_t>(block)];
                    for (std::int64_t row = begin; row < end; ++row) add(row, sums);
                  });
  Sums total = zeros;
  for (const Sums& sums : partial) {
    for (std::size_t k = 0; k < kSums; ++k) total[k] += sums[k];
  }
  return total;
}

/// numerator / denominator, 0 where a column has nothing left to do.
Eigen::Array<float, 1, Eigen::Dynamic> quotient(const ColumnValues& numerator,
                                                const ColumnValues& denominator) {
  return (denominator > 0).select(numerator / denominator, 0.0).cast<float>();
}

/// What all columns have in common.
struct System {
  const CsrMatrix<float>& bags;         ///< X
  CsrMatrix<float> weighted_transpose;  ///< Xᵀ diag(w)
  Eigen::VectorXf diagonal;             ///< of Xᵀ diag(w) X + λ I
};

/// Conjugate gradients for some of the columns; a step moves every column by its own length.
class PanelSolver {
 public:
  PanelSolver(const System& system, const Table& targets, const BagRegressionOptions& options)
      : system_(system),
        ridge_(static_cast<float>(options.regularization)),
        residual_(multiply(system.weighted_transpose, targets, DensePrecision::kFloat)),
        solution_(Table::Zero(residual_.rows(), residual_.cols())),
        direction_(system.diagonal.cwiseInverse().asDiagonal() * residual_) {
    const auto [squares, energy] =
        sum_rows<2>(residual_, [&](std::int64_t row, auto& sums) { add_squares(row, sums); });
    goal_ = squares * options.tolerance * options.tolerance;
    energy_ = energy;
  }

  /// Whether every column is solved after another step.
  bool step() {
    Table image = multiply(system_.weighted_transpose,
                           multiply(system_.bags, direction_, DensePrecision::kFloat),
                           DensePrecision::kFloat);
    const auto [curvature] = sum_rows<1>(image, [&](std::int64_t row, auto& sums) {
      image.row(row) += ridge_ * direction_.row(row);
      sums[0] += image.row(row).template cast<double>().array() *
                 direction_.row(row).template cast<double>().array();
    });
    const auto length = quotient(energy_, curvature);
    const auto [squares, energy] = sum_rows<2>(residual_, [&](std::int64_t row, auto& sums) {
      solution_.row(row).array() += length * direction_.row(row).array();
      residual_.row(row).array() -= length * image.row(row).array();
      add_squares(row, sums);
    });
    if ((squares <= goal_).all()) return true;
    const auto share = quotient(energy, energy_);
    parallel_blocks(direction_.rows(), kBagsPerBlock,
                    [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                      for (std::int64_t row = begin; row < end; ++row) {
                        direction_.row(row) = residual_.row(row).array() / system_.diagonal[row] +
                                              share * direction_.row(row).array();
                      }
                    });
    energy_ = energy;
    return false;
  }

  Table take() { return std::move(solution_); }

 private:
  /// r² and r² / diagonal.
  void add_squares(std::int64_t row, std::array<ColumnValues, 2>& sums) const {
    const ColumnValues squares = residual_.row(row).cast<double>().array().square();
    sums[0] += squares;
    sums[1] += squares / double{system_.diagonal[row]};
  }

  const System& system_;
  float ridge_;
  Table residual_;
  Table solution_;
  Table direction_;
  ColumnValues goal_;
  ColumnValues energy_;  ///< r·M⁻¹r
};

/// The matrix with its columns multiplied by numbers, or as it is where there are none.
CsrMatrix<float> scaled_columns(CsrMatrix<float> matrix, std::span<const float> scales) {
  if (scales.empty()) return matrix;
  for (std::size_t k = 0; k < matrix.values.size(); ++k) {
    matrix.values[k] *= scales[static_cast<std::size_t>(matrix.indices[k])];
  }
  return matrix;
}

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
  for (std::int64_t part = 0; part < parts(); ++part) {
    const std::span<const std::int32_t> bags = transpose_.row_indices(part);
    const std::span<const float> values = transpose_.row_values(part);
    for (std::size_t k = 0; k < bags.size(); ++k) {
      squares[part] += values[k] * values[k] *
                       (weights.empty() ? 1 : weights[static_cast<std::size_t>(bags[k])]);
    }
  }
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
  const System system{.bags = bags.matrix(),
                      .weighted_transpose = scaled_columns(bags.transpose(), weights),
                      .diagonal = bags.column_squares(weights).array() +
                                  static_cast<float>(options.regularization)};
  Table result(bags.parts(), targets.cols());
  for (Eigen::Index first = 0; first < targets.cols(); first += kRegressedColumns) {
    const Eigen::Index size = std::min(kRegressedColumns, targets.cols() - first);
    PanelSolver panel(system, targets.middleCols(first, size), options);
    for (int step = 0; step < options.max_iterations; ++step) {
      report(progress, first, targets.cols());
      if (panel.step()) break;
    }
    result.middleCols(first, size) = panel.take();
    report(progress, first + size, targets.cols());
  }
  return result;
}

}  // namespace eigenlex
