#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/factor/als.hpp"
#include "eigenlex/matrix/reducer.hpp"
#include "eigenlex/matrix/row_matrix.hpp"
#include "eigenlex/matrix/row_spread.hpp"

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
  std::span<const double> row_weights;       ///< p, or empty for all 1
  const RowMatrix& fixed;                    ///< C
  std::span<const double> col_weights;       ///< q, or empty for all 1
  const AlsOptions& options;                 ///< those of the scaled problem
  AlsScale scale;                            ///< of the cells
  Eigen::MatrixXd gram;                      ///< G = Σ_j q_j c_j c_jᵀ
  Eigen::VectorXd sum;                       ///< s = Σ_j q_j c_j
  double total_weight = 0;                   ///< Σ_j q_j
  const RowSpread* solved_spread = nullptr;  ///< of the rows solved for
  const RowSpread* fixed_spread = nullptr;   ///< of those of C

  double unobserved_weight(std::int64_t row) const {
    return options.unobserved_weight *
           (row_weights.empty() ? 1.0 : row_weights[static_cast<std::size_t>(row)]);
  }
};

/// The two sides of a problem as a half sweep sees them.
struct Sides {
  const WeightedCells& cells;
  std::span<const double> row_weights;
  std::span<const double> col_weights;
  const RowSpread* solved_spread = nullptr;
  const RowSpread* fixed_spread = nullptr;
};
Sides solve_rows_of(const AlsProblemView& problem);
Sides solve_cols_of(const AlsProblemView& problem);

/// Computes what all rows share. Determinism: sums over fixed blocks, in block order, in double.
HalfSweep prepare_half_sweep(const Sides& sides, const RowMatrix& fixed, const AlsOptions& options,
                             const AlsScale& scale);

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

/// Consecutive rows that are solved together.
struct RowBlock {
  std::int64_t first = 0;
  std::int64_t size = 0;
  std::int64_t place = 0;  ///< of the first among the rows that are solved here
  std::int64_t group = 0;  ///< of all groups of rows, in their order
  std::int64_t work = 0;   ///< units of progress
};

/// The rows that are solved here, in blocks: a group of `kGroupRows` of a part is one, or several
/// where it has more than `most_work` cells and rows. A function of the group's cells alone.
std::vector<RowBlock> row_blocks(const HalfSweep& half, std::int64_t most_work);

/// Sums of what `values_of` gives for each block: over the blocks of each group, and over groups.
HalfSweepValues sum_over_row_blocks(
    const HalfSweep& half, const std::vector<RowBlock>& blocks,
    const std::function<HalfSweepValues(const RowBlock&)>& values_of);

/// All rows of C in float, wherever they are kept.
class WholeTable {
 public:
  explicit WholeTable(const HalfSweep& half);

  const RowMatrix& rows() const { return rows_; }

 private:
  RowMatrix gathered_;  ///< where they are spread
  const RowMatrix& rows_;
};

/// Calls `solve(rows)` with the rows of a table that are solved here.
template <class Solve>
HalfSweepValues solve_own_rows(const HalfSweep& half, RowMatrix& table, const Solve& solve) {
  if (half.solved_spread == nullptr) return solve(table);
  RowMatrix own = half.solved_spread->fetch(table);
  const HalfSweepValues values = solve(own);
  table = half.solved_spread->keep(own);
  return values;
}

/// Solve for the rows of `solved` (n x d), which holds the present values of those solved here, by
/// place; `done` is told the cells of each row and one more. Both throw OptionError for a row
/// without a unique finite solution.
HalfSweepValues solve_by_conjugate_gradients(const HalfSweep& half, RowMatrix& solved,
                                             ProgressCounter& done);
HalfSweepValues solve_by_cholesky(const HalfSweep& half, RowMatrix& solved, ProgressCounter& done);

/// Sum of the rows' quadratics at given rows, by place, in double.
double quadratic_values(const HalfSweep& half, const RowMatrix& rows);

/// Throws the OptionError for a row whose system cannot be solved.
[[noreturn]] void throw_unsolvable(const HalfSweep& half, std::int64_t row);

/// Units of progress of all rows: their cells and one a row.
std::int64_t all_work(const WeightedCells& cells);

}  // namespace eigenlex::internal
