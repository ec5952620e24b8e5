#include "factor/half_sweep.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/reducer.hpp"

#include "core/partition.hpp"

namespace eigenlex::internal {
namespace {

/// Rows widened to double at a time.
constexpr std::int64_t kRowsAtOnce = 256;
constexpr std::int64_t kValueBlockWork = 1 << 16;

/// Σ q_j c̃_j c̃_jᵀ over rows begin .. begin + size - 1 of a table, its lower half, where c̃ is the
/// row with a 1 behind it: the Gram matrix, the sum and the weight of the rows.
void add_rows(const RowMatrix& table, std::span<const double> weights, std::int64_t begin,
              std::int64_t size, Eigen::MatrixXd& sum) {
  sum.setZero();
  Eigen::MatrixXd rows;
  for (std::int64_t first = begin; first < begin + size; first += kRowsAtOnce) {
    const std::int64_t some = std::min(kRowsAtOnce, begin + size - first);
    rows.resize(some, table.cols() + 1);
    rows.leftCols(table.cols()) = table.middleRows(first, some).cast<double>();
    rows.rightCols(1).setOnes();
    if (!weights.empty()) {
      const Eigen::Map<const Eigen::VectorXd> weight(weights.data() + first, some);
      rows = weight.cwiseSqrt().asDiagonal() * rows;
    }
    sum.selfadjointView<Eigen::Lower>().rankUpdate(rows.transpose());
  }
}

}  // namespace

AlsOptions AlsScale::scaled(AlsOptions options) const {
  options.unobserved_weight *= weight;
  options.folded_weight *= weight;
  options.unobserved_target *= target;
  options.regularization *= weight * target;
  return options;
}

HalfSweep prepare_half_sweep(const WeightedCells& cells, std::span<const double> row_weights,
                             const RowMatrix& fixed, std::span<const double> col_weights,
                             const AlsOptions& options, const AlsScale& scale) {
  const Eigen::Index rank = fixed.cols();
  const Eigen::MatrixXd sum = sum_over_rows<double>(
      fixed.rows(), rank + 1, rank + 1,
      [&](std::int64_t begin, std::int64_t size, Eigen::MatrixXd& part) {
        add_rows(fixed, col_weights, begin, size, part);
      },
      rows_in_one_place());
  return {.cells = cells,
          .row_weights = row_weights,
          .fixed = fixed,
          .col_weights = col_weights,
          .options = options,
          .scale = scale,
          .gram = sum.topLeftCorner(rank, rank).selfadjointView<Eigen::Lower>(),
          .sum = sum.row(rank).head(rank),
          .total_weight = sum(rank, rank)};
}

double append_row(const HalfSweep& half, std::int64_t row, CellBuffer& buffer, CellLists& lists) {
  half.cells.read_row(row, buffer);
  const double target = half.options.unobserved_target;
  const double row_weight = half.unobserved_weight(row);
  double constant = row_weight * target * target * half.total_weight;
  for (std::size_t k = 0; k < buffer.indices.size(); ++k) {
    const std::int32_t index = buffer.indices[k];
    const double unobserved = half.col_weights.empty()
                                  ? row_weight
                                  : row_weight * half.col_weights[static_cast<std::size_t>(index)];
    const double weight = half.scale.weight * double{buffer.weights[k]};
    const double goal = weight * half.scale.target * double{buffer.targets[k]};
    const auto pull = static_cast<float>(goal - unobserved * target);
    const bool is_strong =
        weight > unobserved && (weight > half.options.folded_weight || unobserved == 0);
    if (goal != 0) constant += goal * goal / (is_strong ? weight : unobserved);
    constant -= unobserved * target * target;
    if (is_strong) {
      lists.strong.push_back({index, static_cast<float>(weight - unobserved), pull});
    } else if (pull != 0) {
      lists.weak.push_back({index, pull});
    }
  }
  return constant;
}

double quadratic_values(const HalfSweep& half, const RowMatrix& rows) {
  const std::vector<std::int64_t> blocks =
      partition_by_weight(cumulative_work(half.cells), kValueBlockWork, kRowsAtOnce);
  const auto add_block = [&](std::int64_t number, Eigen::MatrixXd& part) {
    const auto block = static_cast<std::size_t>(number);
    double& value = part(0, 0);
    value = 0;
    CellBuffer buffer;
    for (std::int64_t i = blocks[block]; i < blocks[block + 1]; ++i) {
      CellLists lists;
      value += append_row(half, i, buffer, lists);
      const Eigen::VectorXd w = rows.row(i).cast<double>();
      const double unobserved = half.unobserved_weight(i);
      value += unobserved * w.dot(half.gram * w) -
               2 * unobserved * half.options.unobserved_target * half.sum.dot(w) +
               half.options.regularization * w.squaredNorm();
      const auto product = [&](std::int32_t j) {
        return half.fixed.row(j).cast<double>().dot(w.transpose());
      };
      for (const StrongCell& cell : lists.strong) {
        const double of_cell = product(cell.index);
        value += of_cell * (double{cell.excess} * of_cell - 2 * double{cell.pull});
      }
      for (const WeakCell& cell : lists.weak) {
        value -= 2 * double{cell.pull} * product(cell.index);
      }
    }
  };
  const std::int64_t count = std::ssize(blocks) - 1;
  return sum_over_blocks<double>(count, count, 1, 1, add_block, rows_in_one_place())(0, 0);
}

void throw_unsolvable(const HalfSweep& half, std::int64_t row) {
  const double given = half.options.regularization / (half.scale.weight * half.scale.target);
  throw OptionError(
      "AlsOptions.regularization", fmt::to_string(given),
      fmt::format("must be raised: the least-squares problem of row {} of {} x {} cells has no "
                  "unique finite solution",
                  row, half.cells.rows(), half.cells.cols()));
}

std::vector<std::int64_t> cumulative_work(const WeightedCells& cells) {
  std::vector<std::int64_t> work{0};
  work.reserve(static_cast<std::size_t>(cells.rows()) + 1);
  for (std::int64_t i = 0; i < cells.rows(); ++i)
    work.push_back(work.back() + cells.row_size(i) + 1);
  return work;
}

}  // namespace eigenlex::internal
