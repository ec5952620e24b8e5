#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/factor/als.hpp"
#include "eigenlex/factor/csr_cells.hpp"

#include "support/matrices.hpp"

namespace eigenlex::testing {

/// Weight and target of every cell of a matrix.
struct DenseCells {
  Eigen::MatrixXd weights;
  Eigen::MatrixXd targets;
};

/// A small problem with its definition as dense matrices beside it.
class AlsProblem {
 public:
  /// Targets standard normal, weights uniform in [0, 1), observed as in `random_sparse`.
  explicit AlsProblem(std::int64_t rows = 60, std::int64_t cols = 45, std::uint64_t seed = 1)
      : AlsProblem(random_sparse(rows, cols, seed), seed) {}
  AlsProblem(const CsrMatrix<float>& targets, Array<float> weights)
      : by_rows_(targets, weights), by_cols_(by_rows_.transposed()), targets_(to_dense(targets)) {
    weights_ = Eigen::MatrixXd::Constant(targets_.rows(), targets_.cols(), -1);
    for (std::int64_t i = 0, k = 0; i < targets.rows; ++i) {
      for (const std::int32_t j : targets.row_indices(i)) {
        weights_(i, j) = weights[static_cast<std::size_t>(k++)];
      }
    }
  }

  AlsProblemView view() const {
    return {.by_rows = by_rows_,
            .by_cols = by_cols_,
            .row_weights = row_weights,
            .col_weights = col_weights};
  }
  AlsProblem& with_popularity() {
    Random random(77);
    for (Eigen::Index i = 0; i < targets_.rows(); ++i) row_weights.push_back(2 * random.uniform());
    for (Eigen::Index j = 0; j < targets_.cols(); ++j) col_weights.push_back(2 * random.uniform());
    return *this;
  }
  FactorPair start(std::int64_t rank) const {
    return random_factors(targets_.rows(), targets_.cols(), rank, 5);
  }

  /// Weight and target of every cell, observed or not, as the objective defines them.
  DenseCells dense(const AlsOptions& options) const {
    DenseCells cells{.weights = weights_, .targets = targets_};
    for (Eigen::Index i = 0; i < targets_.rows(); ++i) {
      for (Eigen::Index j = 0; j < targets_.cols(); ++j) {
        double unobserved = options.unobserved_weight;
        if (!row_weights.empty()) unobserved *= row_weights[static_cast<std::size_t>(i)];
        if (!col_weights.empty()) unobserved *= col_weights[static_cast<std::size_t>(j)];
        const double weight = weights_(i, j);
        const bool observed = weight >= 0;
        const bool is_strong =
            weight > unobserved && (weight > options.folded_weight || unobserved == 0);
        cells.weights(i, j) = observed && is_strong ? weight : unobserved;
        cells.targets(i, j) =
            observed ? targets_(i, j) * weight / cells.weights(i, j) : options.unobserved_target;
      }
    }
    return cells;
  }

  /// The objective as a plain double sum.
  double objective(const FactorPair& factors, const AlsOptions& options) const {
    const DenseCells cells = dense(options);
    const Eigen::MatrixXd w = factors.rows.cast<double>();
    const Eigen::MatrixXd c = factors.cols.cast<double>();
    return cells.weights.cwiseProduct((cells.targets - w * c.transpose()).cwiseAbs2()).sum() +
           options.regularization * (w.squaredNorm() + c.squaredNorm());
  }

  std::vector<double> row_weights, col_weights;

 private:
  AlsProblem(const CsrMatrix<float>& targets, std::uint64_t seed)
      : AlsProblem(targets, random_weights(targets, seed)) {}
  static Array<float> random_weights(const CsrMatrix<float>& targets, std::uint64_t seed) {
    Random random(seed + 1);
    Array<float> weights;
    for (std::size_t k = 0; k < targets.values.size(); ++k) {
      weights.push_back(static_cast<float>(random.uniform()));
    }
    return weights;
  }

  CsrCells by_rows_, by_cols_;
  Eigen::MatrixXd targets_, weights_;
};

/// Every part of the objective in use.
inline AlsOptions full_als_options(RowSolver solver, int sweeps = 1) {
  return {.sweeps = sweeps,
          .unobserved_weight = 0.3,
          .unobserved_target = -0.4,
          .regularization = 0.05,
          .row_solver = solver,
          .cg_steps = 3,
          .precision = DensePrecision::kFloat};
}

/// The message of the OptionError that `action` throws, or nothing.
inline std::string option_error_of(const auto& action) {
  try {
    action();
  } catch (const OptionError& error) {
    return error.what();
  }
  return "";
}

}  // namespace eigenlex::testing
