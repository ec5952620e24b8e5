#include "eigenlex/factor/als.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/matrix/scale.hpp"
#include "eigenlex/matrix/tall.hpp"

#include "factor/half_sweep.hpp"
#include "matrix/panels.hpp"

namespace eigenlex {
namespace {

using internal::all_work;
using internal::AlsScale;
using internal::HalfSweep;
using internal::HalfSweepValues;
using internal::panel_bytes;
using internal::prepare_half_sweep;
using internal::quadratic_values;
using internal::solve_by_cholesky;
using internal::solve_by_conjugate_gradients;
using internal::solve_cols_of;
using internal::solve_own_rows;
using internal::solve_rows_of;

void check_number(std::string_view field, double value, double least) {
  if (value >= least && std::isfinite(value)) return;
  throw OptionError(field, fmt::to_string(value),
                    std::isfinite(least) ? fmt::format("must be at least {}", least)
                                         : std::string("must be finite"));
}

void check_unobserved_weights(std::string_view field, std::span<const double> weights,
                              std::int64_t size) {
  if (!weights.empty() && std::ssize(weights) != size) {
    throw OptionError(field, fmt::format("{} numbers", weights.size()),
                      fmt::format("must be none or {}", size));
  }
  for (const double weight : weights) check_number(field, weight, 0);
}

void check_problem(const AlsProblemView& problem, const FactorPair& factors,
                   const AlsOptions& options) {
  options.validate();
  const std::int64_t n = problem.by_rows.rows();
  const std::int64_t m = problem.by_rows.cols();
  if (problem.by_cols.rows() != m || problem.by_cols.cols() != n) {
    throw OptionError("AlsProblemView.by_cols",
                      fmt::format("{} x {}", problem.by_cols.rows(), problem.by_cols.cols()),
                      fmt::format("must be {} x {}, the rows transposed", m, n));
  }
  const std::int64_t rank = factors.rows.cols();
  const std::int64_t rows = problem.spread == nullptr ? n : problem.spread->rows.kept();
  const std::int64_t cols = problem.spread == nullptr ? m : problem.spread->cols.kept();
  if (factors.rows.rows() != rows || factors.cols.rows() != cols || factors.cols.cols() != rank ||
      rank == 0) {
    throw OptionError("FactorPair",
                      fmt::format("{} x {} and {} x {}", factors.rows.rows(), factors.rows.cols(),
                                  factors.cols.rows(), factors.cols.cols()),
                      fmt::format("must be {} x d and {} x d with d at least 1", rows, cols));
  }
  if (problem.spread != nullptr && (!problem.row_weights.empty() || !problem.col_weights.empty())) {
    throw OptionError("AlsProblemView.row_weights", "given",
                      "must be none where rows are spread over ranks");
  }
  check_unobserved_weights("AlsProblemView.row_weights", problem.row_weights, n);
  check_unobserved_weights("AlsProblemView.col_weights", problem.col_weights, m);
}

/// λ ‖X‖².
double penalty(const RowMatrix& table, const RowSpread* spread, const AlsOptions& options) {
  return options.regularization * column_squares(table, reducer_of(spread)).sum();
}

/// Solves for `solved`; returns the objective before and after.
HalfSweepValues sweep_half(const HalfSweep& half, RowMatrix& solved, ProgressCounter& done) {
  HalfSweepValues values = solve_own_rows(half, solved, [&](RowMatrix& own) {
    return half.options.row_solver == RowSolver::kCholesky
               ? solve_by_cholesky(half, own, done)
               : solve_by_conjugate_gradients(half, own, done);
  });
  const double fixed_penalty = penalty(half.fixed, half.fixed_spread, half.options);
  values.before += fixed_penalty;
  values.after += fixed_penalty;
  return values;
}

/// The objective after a sweep, where it was `start` before the first. It is a sum of squares and
/// the penalty: throws where all of it is within rounding of what it was, so that the solver cannot
/// see the penalty. Without a penalty, rounding below 0 is 0.
double checked_objective(double value, double start, const AlsOptions& options) {
  const double precision = options.row_solver == RowSolver::kCholesky
                               ? std::numeric_limits<double>::epsilon()
                               : double{std::numeric_limits<float>::epsilon()};
  if (options.regularization == 0) return std::max(value, 0.0);
  if (!(value < precision * start)) return value;
  throw OptionError("AlsOptions.regularization", fmt::to_string(options.regularization),
                    "must be raised: beside weights and targets of this size it is lost in "
                    "rounding");
}

AlsScale scale_of(const AlsProblemView& problem, const AlsOptions& options) {
  const CellMagnitudes magnitudes = problem.by_rows.magnitudes();
  AlsScale scale{
      .target = scale_to_one(std::max(magnitudes.target, std::abs(options.unobserved_target))),
      .weight = scale_to_one(std::max(magnitudes.weight, options.unobserved_weight))};
  // Of an even exponent, so that its root is a power of two as well.
  if (std::ilogb(scale.target) % 2 != 0) scale.target *= 2;
  return scale;
}

void scale_tables(FactorPair& factors, double scale) {
  if (scale == 1) return;
  factors.rows *= static_cast<float>(scale);
  factors.cols *= static_cast<float>(scale);
}

/// Takes the result of the scaled problem to that of the problem itself.
void undo_scale(const AlsScale& scale, AlsResult& result) {
  scale_tables(result.factors, 1 / scale.table());
  bool is_finite = std::isfinite(largest_magnitude(result.factors.rows)) &&
                   std::isfinite(largest_magnitude(result.factors.cols));
  for (double& objective : result.objectives) {
    objective /= scale.objective();
    is_finite = is_finite && std::isfinite(objective);
  }
  if (is_finite) return;
  throw OptionError("WeightedCells", "tables that are not finite",
                    "targets, weights and the start must be closer to each other in size: divide "
                    "the largest ones by a power of ten");
}

double scaled_objective(const AlsProblemView& problem, const FactorPair& factors,
                        const AlsOptions& options, const AlsScale& scale) {
  const HalfSweep half = prepare_half_sweep(solve_rows_of(problem), factors.cols, options, scale);
  const double fixed_penalty = penalty(factors.cols, half.fixed_spread, options);
  if (half.solved_spread == nullptr) return quadratic_values(half, factors.rows) + fixed_penalty;
  return quadratic_values(half, half.solved_spread->fetch(factors.rows)) + fixed_penalty;
}

}  // namespace

void AlsOptions::validate() const {
  if (sweeps < 0)
    throw OptionError("AlsOptions.sweeps", fmt::to_string(sweeps), "must be at least 0");
  check_number("AlsOptions.unobserved_weight", unobserved_weight, 0);
  check_number("AlsOptions.folded_weight", folded_weight, 0);
  check_number("AlsOptions.unobserved_target", unobserved_target, -INFINITY);
  check_number("AlsOptions.regularization", regularization, 0);
  if (cg_steps < 1) {
    throw OptionError("AlsOptions.cg_steps", fmt::to_string(cg_steps), "must be at least 1");
  }
}

FactorPair random_factors(std::int64_t rows, std::int64_t cols, std::int64_t rank,
                          std::uint64_t seed) {
  // A product of two rows has the variance d s⁴.
  const double deviation = std::sqrt(0.1 / std::sqrt(static_cast<double>(rank)));
  Random seeds(seed);
  RowMatrix row_table = random_normal(rows, rank, seeds(), deviation);
  return {std::move(row_table), random_normal(cols, rank, seeds(), deviation)};
}

FactorPair balanced_factors(SvdResult svd) {
  const Eigen::VectorXf roots = svd.singular_values.cwiseSqrt();
  scale_columns(svd.u, roots.transpose());
  scale_columns(svd.v, roots.transpose());
  return {std::move(svd.u), std::move(svd.v)};
}

AlsResult als(const AlsProblemView& problem, FactorPair start, const AlsOptions& options,
              const Progress& progress) {
  check_problem(problem, start, options);
  const AlsScale scale = scale_of(problem, options);
  const AlsOptions scaled = scale.scaled(options);
  scale_tables(start, scale.table());
  AlsResult result{.factors = std::move(start), .objectives = {}};
  RowMatrix& w = result.factors.rows;
  RowMatrix& c = result.factors.cols;
  const int col_sweeps =
      options.ends_with_columns ? options.sweeps : std::max(0, options.sweeps - 1);
  ProgressCounter done(progress, options.sweeps * all_work(problem.by_rows) +
                                     col_sweeps * all_work(problem.by_cols));
  for (int sweep = 0; sweep < options.sweeps; ++sweep) {
    const HalfSweepValues by_rows =
        sweep_half(prepare_half_sweep(solve_rows_of(problem), c, scaled, scale), w, done);
    if (sweep == 0) result.objectives.push_back(std::max(by_rows.before, 0.0));
    double objective = by_rows.after;
    if (sweep < col_sweeps) {
      objective =
          sweep_half(prepare_half_sweep(solve_cols_of(problem), w, scaled, scale), c, done).after;
    }
    result.objectives.push_back(checked_objective(objective, result.objectives.front(), options));
  }
  if (options.sweeps == 0) {
    result.objectives.push_back(scaled_objective(problem, result.factors, scaled, scale));
  }
  undo_scale(scale, result);
  return result;
}

std::int64_t als_memory(std::int64_t rows, std::int64_t cols, std::int64_t rank,
                        const AlsOptions& options, int threads) {
  /// Cells of a block of rows that is solved for at a time.
  constexpr std::int64_t kThreadBytes = 28'000'000;
  const bool packs = options.row_solver == RowSolver::kConjugateGradient;
  const std::int64_t packed =
      packs ? panel_bytes(std::max(rows, cols), rank, options.precision) : std::int64_t{0};
  return 4 * rank * (rows + cols) + packed + threads * kThreadBytes;
}

double als_objective(const AlsProblemView& problem, const FactorPair& factors,
                     const AlsOptions& options) {
  check_problem(problem, factors, options);
  const AlsScale scale = scale_of(problem, options);
  const AlsOptions scaled = scale.scaled(options);
  if (scale.table() == 1)
    return scaled_objective(problem, factors, scaled, scale) / scale.objective();
  FactorPair copy = factors;
  scale_tables(copy, scale.table());
  return scaled_objective(problem, copy, scaled, scale) / scale.objective();
}

}  // namespace eigenlex
