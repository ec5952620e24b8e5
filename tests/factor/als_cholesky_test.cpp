#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/factor/als.hpp"

#include "support/als_problem.hpp"

namespace eigenlex {
namespace als_cholesky_test {

using testing::AlsProblem;
using testing::full_als_options;
using ::testing::HasSubstr;
using testing::option_error_of;

/// Gradient of the objective in C at the factors.
Eigen::MatrixXd gradient_of_cols(const AlsProblem& problem, const FactorPair& factors,
                                 const AlsOptions& options) {
  const testing::DenseCells cells = problem.dense(options);
  const Eigen::MatrixXd w = factors.rows.cast<double>();
  const Eigen::MatrixXd c = factors.cols.cast<double>();
  const Eigen::MatrixXd errors = cells.weights.cwiseProduct(w * c.transpose() - cells.targets);
  return 2 * errors.transpose() * w + 2 * options.regularization * c;
}

TEST(AlsCholesky, SweepEndsWhereTheGradientOfTheColumnsVanishes) {
  for (const bool popularity : {false, true}) {
    AlsProblem problem;
    if (popularity) problem.with_popularity();
    const AlsOptions options = full_als_options(RowSolver::kCholesky);
    const FactorPair start = problem.start(6);
    const FactorPair end = als(problem.view(), start, options).factors;
    const double before = gradient_of_cols(problem, start, options).norm();
    // Rounding of the tables to float.
    EXPECT_LT(gradient_of_cols(problem, end, options).norm(), 1e-5 * before);
  }
}

TEST(AlsCholesky, ARowWithoutAUniqueSolutionAsksForMoreRegularization) {
  const AlsProblem problem;
  FactorPair start = problem.start(5);
  start.cols.col(4) = start.cols.col(3);
  AlsOptions options = full_als_options(RowSolver::kCholesky);
  options.regularization = 0;
  EXPECT_THAT(option_error_of([&] { als(problem.view(), start, options); }),
              HasSubstr("AlsOptions.regularization"));
}

}  // namespace als_cholesky_test
}  // namespace eigenlex
