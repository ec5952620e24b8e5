#include "eigenlex/factor/als.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

#include "../matrix/panels.hpp"
#include "half_sweep.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kBlockRows = 1024;

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
  if (factors.rows.rows() != n || factors.cols.rows() != m || factors.cols.cols() != rank ||
      rank == 0) {
    throw OptionError("FactorPair",
                      fmt::format("{} x {} and {} x {}", factors.rows.rows(), factors.rows.cols(),
                                  factors.cols.rows(), factors.cols.cols()),
                      fmt::format("must be {} x d and {} x d with d at least 1", n, m));
  }
  check_unobserved_weights("AlsProblemView.row_weights", problem.row_weights, n);
  check_unobserved_weights("AlsProblemView.col_weights", problem.col_weights, m);
}

/// λ ‖X‖², summed in row order in double.
double penalty(const RowMatrix& table, const AlsOptions& options) {
  double squares = 0;
  for (Eigen::Index i = 0; i < table.rows(); ++i) {
    squares += table.row(i).cast<double>().squaredNorm();
  }
  return options.regularization * squares;
}

/// Solves for `solved`; returns the objective before and after.
HalfSweepValues sweep_half(const HalfSweep& half, RowMatrix& solved, ProgressCounter& done) {
  HalfSweepValues values = half.options.row_solver == RowSolver::kCholesky
                               ? solve_by_cholesky(half, solved, done)
                               : solve_by_conjugate_gradients(half, solved, done);
  const double fixed_penalty = penalty(half.fixed, half.options);
  values.before += fixed_penalty;
  values.after += fixed_penalty;
  return values;
}

RowMatrix random_table(std::int64_t rows, std::int64_t rank, double deviation, std::uint64_t seed) {
  RowMatrix table(rows, rank);
  parallel_blocks(rows, kBlockRows, [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
    Random random(seed, static_cast<std::uint64_t>(block));
    for (std::int64_t i = begin * rank; i < end * rank; ++i) {
      table.data()[i] = static_cast<float>(deviation * random.normal());
    }
  });
  return table;
}

}  // namespace

void AlsOptions::validate() const {
  if (sweeps < 0)
    throw OptionError("AlsOptions.sweeps", fmt::to_string(sweeps), "must be at least 0");
  check_number("AlsOptions.unobserved_weight", unobserved_weight, 0);
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
  RowMatrix row_table = random_table(rows, rank, deviation, seeds());
  return {std::move(row_table), random_table(cols, rank, deviation, seeds())};
}

FactorPair balanced_factors(SvdResult svd) {
  const Eigen::VectorXf roots = svd.singular_values.cwiseSqrt();
  svd.u *= roots.asDiagonal();
  svd.v *= roots.asDiagonal();
  return {std::move(svd.u), std::move(svd.v)};
}

AlsResult als(const AlsProblemView& problem, FactorPair start, const AlsOptions& options,
              const Progress& progress) {
  check_problem(problem, start, options);
  AlsResult result{.factors = std::move(start), .objectives = {}};
  if (options.sweeps == 0) {
    result.objectives.push_back(als_objective(problem, result.factors, options));
    return result;
  }
  RowMatrix& w = result.factors.rows;
  RowMatrix& c = result.factors.cols;
  const std::int64_t work =
      cumulative_work(problem.by_rows).back() + cumulative_work(problem.by_cols).back();
  ProgressCounter done(progress, options.sweeps * work);
  for (int sweep = 0; sweep < options.sweeps; ++sweep) {
    const HalfSweepValues by_rows = sweep_half(
        prepare_half_sweep(problem.by_rows, problem.row_weights, c, problem.col_weights, options),
        w, done);
    if (sweep == 0) result.objectives.push_back(by_rows.before);
    const HalfSweepValues by_cols = sweep_half(
        prepare_half_sweep(problem.by_cols, problem.col_weights, w, problem.row_weights, options),
        c, done);
    result.objectives.push_back(by_cols.after);
  }
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
  const HalfSweep half = prepare_half_sweep(problem.by_rows, problem.row_weights, factors.cols,
                                            problem.col_weights, options);
  return quadratic_values(half, factors.rows) + penalty(factors.cols, options);
}

}  // namespace eigenlex
