#include "factor/half_sweep.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/reducer.hpp"

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

Sides solve_rows_of(const AlsProblemView& problem) {
  Sides sides{.cells = problem.by_rows,
              .row_weights = problem.row_weights,
              .col_weights = problem.col_weights};
  if (problem.spread == nullptr) return sides;
  sides.solved_spread = &problem.spread->rows;
  sides.fixed_spread = &problem.spread->cols;
  return sides;
}

Sides solve_cols_of(const AlsProblemView& problem) {
  Sides sides{.cells = problem.by_cols,
              .row_weights = problem.col_weights,
              .col_weights = problem.row_weights};
  if (problem.spread == nullptr) return sides;
  sides.solved_spread = &problem.spread->cols;
  sides.fixed_spread = &problem.spread->rows;
  return sides;
}

HalfSweep prepare_half_sweep(const Sides& sides, const RowMatrix& fixed, const AlsOptions& options,
                             const AlsScale& scale) {
  const Eigen::Index rank = fixed.cols();
  const Eigen::MatrixXd sum = sum_over_rows<double>(
      fixed.rows(), rank + 1, rank + 1,
      [&](std::int64_t begin, std::int64_t size, Eigen::MatrixXd& part) {
        add_rows(fixed, sides.col_weights, begin, size, part);
      },
      reducer_of(sides.fixed_spread));
  return {.cells = sides.cells,
          .row_weights = sides.row_weights,
          .fixed = fixed,
          .col_weights = sides.col_weights,
          .options = options,
          .scale = scale,
          .gram = sum.topLeftCorner(rank, rank).selfadjointView<Eigen::Lower>(),
          .sum = sum.row(rank).head(rank),
          .total_weight = sum(rank, rank),
          .solved_spread = sides.solved_spread,
          .fixed_spread = sides.fixed_spread};
}

std::vector<RowBlock> row_blocks(const HalfSweep& half, std::int64_t most_work) {
  const WeightedCells& cells = half.cells;
  const std::int64_t items = cells.rows() / std::max<std::int64_t>(1, cells.parts());
  std::vector<RowBlock> blocks;
  std::int64_t place = 0, group = 0;
  for (std::int64_t part = 0; part < cells.parts(); ++part) {
    for (std::int64_t item = 0; item < items; item += kGroupRows, ++group) {
      const std::int64_t first = part * items + item;
      const std::int64_t end = std::min(first + kGroupRows, (part + 1) * items);
      if (half.solved_spread != nullptr && !half.solved_spread->owns(first)) continue;
      RowBlock block{.first = first, .place = place, .group = group};
      for (std::int64_t row = first; row < end; ++row) {
        ++block.size;
        block.work += cells.row_size(row) + 1;
        if (block.work < most_work && row + 1 < end) continue;
        blocks.push_back(block);
        place += block.size;
        block = {.first = row + 1, .place = place, .group = group};
      }
    }
  }
  return blocks;
}

HalfSweepValues sum_over_row_blocks(
    const HalfSweep& half, const std::vector<RowBlock>& blocks,
    const std::function<HalfSweepValues(const RowBlock&)>& values_of) {
  std::vector<HalfSweepValues> values(blocks.size());
  parallel_blocks(std::ssize(blocks), 1, [&](std::int64_t number, std::int64_t, std::int64_t) {
    values[as_size(number)] = values_of(blocks[as_size(number)]);
  });
  const std::int64_t parts = std::max<std::int64_t>(1, half.cells.parts());
  const std::int64_t groups = parts * block_count(half.cells.rows() / parts, kGroupRows);
  std::vector<double> sums(as_size(2 * groups), 0.0);
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    sums[as_size(2 * blocks[b].group)] += values[b].before;
    sums[as_size(2 * blocks[b].group) + 1] += values[b].after;
  }
  // A group's sum is another rank's 0 but in one.
  if (half.solved_spread != nullptr) half.solved_spread->ranks().sum(sums);
  HalfSweepValues all;
  for (std::int64_t group = 0; group < groups; ++group) {
    all.before += sums[as_size(2 * group)];
    all.after += sums[as_size(2 * group) + 1];
  }
  return all;
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

WholeTable::WholeTable(const HalfSweep& half)
    : gathered_(half.fixed_spread == nullptr ? RowMatrix()
                                             : half.fixed_spread->gather_in_all(half.fixed)),
      rows_(half.fixed_spread == nullptr ? half.fixed : gathered_) {}

double quadratic_values(const HalfSweep& half, const RowMatrix& rows) {
  const WholeTable fixed(half);
  const auto add_block = [&](const RowBlock& block) {
    double value = 0;
    CellBuffer buffer;
    for (std::int64_t k = 0; k < block.size; ++k) {
      CellLists lists;
      const std::int64_t i = block.first + k;
      value += append_row(half, i, buffer, lists);
      const Eigen::VectorXd w = rows.row(block.place + k).cast<double>();
      const double unobserved = half.unobserved_weight(i);
      value += unobserved * w.dot(half.gram * w) -
               2 * unobserved * half.options.unobserved_target * half.sum.dot(w) +
               half.options.regularization * w.squaredNorm();
      const auto product = [&](std::int32_t j) {
        return fixed.rows().row(j).cast<double>().dot(w.transpose());
      };
      for (const StrongCell& cell : lists.strong) {
        const double of_cell = product(cell.index);
        value += of_cell * (double{cell.excess} * of_cell - 2 * double{cell.pull});
      }
      for (const WeakCell& cell : lists.weak) {
        value -= 2 * double{cell.pull} * product(cell.index);
      }
    }
    return HalfSweepValues{.before = value, .after = value};
  };
  return sum_over_row_blocks(half, row_blocks(half, kValueBlockWork), add_block).before;
}

void throw_unsolvable(const HalfSweep& half, std::int64_t row) {
  const double given = half.options.regularization / (half.scale.weight * half.scale.target);
  throw OptionError(
      "AlsOptions.regularization", fmt::to_string(given),
      fmt::format("must be raised: the least-squares problem of row {} of {} x {} cells has no "
                  "unique finite solution",
                  row, half.cells.rows(), half.cells.cols()));
}

std::int64_t all_work(const WeightedCells& cells) {
  std::int64_t work = cells.rows();
  for (std::int64_t i = 0; i < cells.rows(); ++i) work += cells.row_size(i);
  return work;
}

}  // namespace eigenlex::internal
