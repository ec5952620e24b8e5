#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/factor/svd.hpp"
#include "eigenlex/factor/weighted_cells.hpp"
#include "eigenlex/matrix/row_matrix.hpp"
#include "eigenlex/matrix/row_spread.hpp"
#include "eigenlex/matrix/spmm.hpp"

namespace eigenlex {

/// How the least-squares problem of a row is solved.
enum class RowSolver {
  kConjugateGradient,  ///< a few steps from the row's present value (Takács, Pilászy & Tikk 2011)
  kCholesky,  ///< exactly, in double; d² flops a cell: for small data and as the reference
};

constexpr auto enum_names(RowSolver) {
  return std::to_array<EnumName<RowSolver>>(
      {{RowSolver::kConjugateGradient, "conjugate-gradient"}, {RowSolver::kCholesky, "cholesky"}});
}

/// Weighted alternating least squares; see `als` for the symbols. The defaults are for counts of
/// words; docs/quality.md says why.
struct AlsOptions {
  /// Sweeps, each over all rows and then all columns; >= 0.
  int sweeps = 2;
  /// Whether the last sweep has its columns, too. They take longer than the rows where they are
  /// more, and change nothing in these any more.
  bool ends_with_columns = true;
  /// Weight of an unobserved cell (ρ), >= 0.
  double unobserved_weight = 0.1;
  /// Observed cells of this weight or less (θ) weigh as unobserved ones, while their pull stays; >=
  /// 0. They cost a third of others.
  double folded_weight = 0.0;
  /// Value that unobserved cells are drawn to (t), finite.
  double unobserved_target = 0.0;
  /// L2 penalty on both tables (λ), >= 0.
  double regularization = 5e-4;
  RowSolver row_solver = RowSolver::kConjugateGradient;
  /// Conjugate-gradient steps a row and half sweep; >= 1.
  int cg_steps = 1;
  /// How the fixed table is stored while conjugate gradients read it; Cholesky reads floats.
  DensePrecision precision = DensePrecision::kBfloat16;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// What is factorized; it refers to its parts and has to be outlived by them.
struct AlsProblemView {
  const WeightedCells& by_rows;  ///< n x m
  const WeightedCells& by_cols;  ///< the same cells transposed, m x n
  /// Factors p_i and q_j of the weight of unobserved cells, ρ p_i q_j, by row and by column (He,
  /// Zhang, Kan & Chua, SIGIR 2016, weight columns by popularity); >= 0. Empty for all 1.
  std::span<const double> row_weights = {};
  std::span<const double> col_weights = {};
  /// How rows and columns are spread over ranks, or null. With a spread the cells are those of the
  /// rows and columns that this rank owns, all others being empty, tables have the rows that it
  /// keeps, and unobserved cells weigh all the same.
  const CellSpread* spread = nullptr;
};

/// Two tables whose product W Cᵀ approximates a matrix.
struct FactorPair {
  RowMatrix rows;  ///< W, n x d
  RowMatrix cols;  ///< C, m x d
};

/// Factors with independent normal entries, so small that products are about 0.1. Determinism: a
/// function of shape and seed alone.
FactorPair random_factors(std::int64_t rows, std::int64_t cols, std::int64_t rank,
                          std::uint64_t seed);

/// U Σ^½ and V Σ^½: the factors that share the singular values evenly.
FactorPair balanced_factors(SvdResult svd);

struct AlsResult {
  FactorPair factors;
  /// The objective at the start and after each sweep. Half sweeps find it on their way, with the
  /// fixed table in the precision it reads: within about 1e-5 of `als_objective` in bfloat16.
  std::vector<double> objectives;
};

/// Alternating least squares with a weight for every cell: minimizes over W and C
///   Σ_observed max(a, ρ) (m a / max(a, ρ) - w_i·c_j)² + ρ Σ_unobserved (t - w_i·c_j)²
///     + λ (‖W‖² + ‖C‖²)
/// where the cell (i, j) has the target m and the weight a.
///
/// Hu, Koren & Volinsky (ICDM 2008): the unobserved cells are all cells less the observed ones, and
/// all cells together are one d x d Gram matrix a half sweep, so time goes with the observed cells
/// alone. Row i solves (ρ CᵀC + λ I + Σ_j (a - ρ)₊ c_j c_jᵀ) w_i = Σ_j a m c_j (t = 0). A cell with
/// a < ρ cannot have less weight than ρ; its target is lowered instead, which leaves its pull a m
/// as it was. Neither solver ever lets the objective rise, but for rounding.
///
/// `start` is n x d and m x d: `balanced_factors` of an SVD, or random. The tables stay in the
/// basis of the start. Throws OptionError for bad options, shapes or weights, and, naming
/// `AlsOptions.regularization`, where a row has no unique or no finite solution, or the objective
/// falls to rounding of what it was, so that a penalty above 0 is lost.
/// Cost: about (4 s + 2) d flops a cell with a > ρ and half sweep for s conjugate-gradient steps, 2
/// d a cell with a <= ρ and m > 0; memory 2 d (bfloat16) or 4 d bytes a row of the larger table,
/// nothing a cell; over ranks the larger table is packed whole in each. Determinism: rows are
/// solved in groups of `kGroupRows`, cut by their cells, a block of them by one thread.
AlsResult als(const AlsProblemView& problem, FactorPair start, const AlsOptions& options,
              const Progress& progress = {});

/// Most bytes that `als` takes beside the cells, the factors, n x d and m x d, included.
std::int64_t als_memory(std::int64_t rows, std::int64_t cols, std::int64_t rank,
                        const AlsOptions& options, int threads);

/// The objective of `als` at given factors, in double. Throws as `als`. Cost: 2 d flops a cell.
double als_objective(const AlsProblemView& problem, const FactorPair& factors,
                     const AlsOptions& options);

}  // namespace eigenlex
