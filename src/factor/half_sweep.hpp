#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/factor/als.hpp"
#include "eigenlex/matrix/reducer.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex::internal {

/// Powers of two by which als multiplies targets and weights, so that no square of a float leaves
/// its range; tables are multiplied by the root of the first. The minimum is the same but for that.
struct AlsScale {
  double target = 1;
  double weight = 1;
  /// The factor of tables.
  double table() const { return std::sqrt(target); }
  /// The factor of the objective.
  double objective() const { return weight * target * target; }
  /// The options of the scaled problem.
  AlsOptions scaled(AlsOptions options) const;
};

/// Half a sweep: one table is solved for, row by row, while the other one (C, m x d) is fixed.
///
/// Row i minimizes the quadratic
///   w·A w - 2 b·w + constant,  A = ρ_i G + λ I + Σ_j e_j c_j c_jᵀ,  b = ρ_i t s + Σ_j β_j c_j
/// where ρ_i = ρ p_i, the sums go over its observed cells, e = (a - ρ_i q_j)₊ is the weight a cell
/// has beyond an unobserved one, and β = a m - ρ_i q_j t what it pulls beyond one.
struct HalfSweep {
  const WeightedCells& cells;
  std::span<const double> row_weights;  ///< p, or empty for all 1
  const RowMatrix& fixed;               ///< C
  std::span<const double> col_weights;  ///< q, or empty for all 1
  const AlsOptions& options;            ///< those of the scaled problem
  AlsScale scale;                       ///< of the cells
  Eigen::MatrixXd gram;                 ///< G = Σ_j q_j c_j c_jᵀ
  Eigen::VectorXd sum;                  ///< s = Σ_j q_j c_j
  double total_weight = 0;              ///< Σ_j q_j

  double unobserved_weight(std::int64_t row) const {
    return options.unobserved_weight *
           (row_weights.empty() ? 1.0 : row_weights[static_cast<std::size_t>(row)]);
  }
};

/// Computes what all rows share. Determinism: sums over fixed blocks, in block order, in double.
HalfSweep prepare_half_sweep(const WeightedCells& cells, std::span<const double> row_weights,
                             const RowMatrix& fixed, std::span<const double> col_weights,
                             const AlsOptions& options, const AlsScale& scale);

/// An observed cell that weighs more than an unobserved one.
struct StrongCell {
  std::int32_t index;
  float excess;  ///< e > 0
  float pull;    ///< β
};

/// One that does not: it has a part in b only.
struct WeakCell {
  std::int32_t index;
  float pull;  ///< β, not 0
};

/// Cells of some rows by kind; in rising order of the index within a row.
struct CellLists {
  std::vector<StrongCell> strong;
  std::vector<WeakCell> weak;
};

/// Appends a row's cells to the lists and returns the constant of its quadratic. `buffer` is
/// working memory.
double append_row(const HalfSweep& half, std::int64_t row, CellBuffer& buffer, CellLists& lists);

/// Sums of the rows' quadratics before and after they were solved: the objective but for the
/// penalty on the fixed table.
struct HalfSweepValues {
  double before = 0;
  double after = 0;
};

/// Sums of what `values_of` gives for each of some blocks of rows, in their order.
template <class ValuesOf>
HalfSweepValues sum_over_row_blocks(std::int64_t blocks, const ValuesOf& values_of) {
  const Eigen::MatrixXd sum = sum_over_blocks<double>(
      blocks, blocks, 2, 1,
      [&](std::int64_t block, Eigen::MatrixXd& part) {
        const HalfSweepValues values = values_of(block);
        part << values.before, values.after;
      },
      rows_in_one_place());
  return {.before = sum(0), .after = sum(1)};
}

/// Solve for the rows of `solved` (n x d), which holds their present values; `done` is told the
/// cells of each row and one more. Both throw OptionError for a row without a unique finite
/// solution.
HalfSweepValues solve_by_conjugate_gradients(const HalfSweep& half, RowMatrix& solved,
                                             ProgressCounter& done);
HalfSweepValues solve_by_cholesky(const HalfSweep& half, RowMatrix& solved, ProgressCounter& done);

/// Sum of the rows' quadratics at given rows, in double.
double quadratic_values(const HalfSweep& half, const RowMatrix& rows);

/// Throws the OptionError for a row whose system cannot be solved.
[[noreturn]] void throw_unsolvable(const HalfSweep& half, std::int64_t row);

/// Units of progress of the rows before each row, and all of them last: its cells and one a row.
std::vector<std::int64_t> cumulative_work(const WeightedCells& cells);

}  // namespace eigenlex::internal
