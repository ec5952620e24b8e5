#include <cmath>

#include <gtest/gtest.h>

#include "eigenlex/factor/als.hpp"

#include "support/als_problem.hpp"

namespace eigenlex {
namespace als_cg_test {

using testing::AlsProblem;
using testing::full_als_options;

TEST(AlsConjugateGradients, ManyStepsAgreeWithCholesky) {
  const AlsProblem problem = AlsProblem().with_popularity();
  const FactorPair start = problem.start(40);  // more than a panel of columns
  AlsOptions options = full_als_options(RowSolver::kConjugateGradient);
  options.cg_steps = 200;
  const FactorPair iterated = als(problem.view(), start, options).factors;
  const FactorPair exact =
      als(problem.view(), start, full_als_options(RowSolver::kCholesky)).factors;
  EXPECT_LT((iterated.rows - exact.rows).norm(), 1e-3 * exact.rows.norm());
  EXPECT_LT((iterated.cols - exact.cols).norm(), 1e-3 * exact.cols.norm());
}

TEST(AlsConjugateGradients, MoreStepsGoFurtherDown) {
  const AlsProblem problem;
  AlsOptions options = full_als_options(RowSolver::kConjugateGradient);
  double last = HUGE_VAL;
  for (const int steps : {1, 2, 4, 8}) {
    options.cg_steps = steps;
    const double end = als(problem.view(), problem.start(8), options).objectives.back();
    EXPECT_LT(end, last);
    last = end;
  }
}

TEST(AlsConjugateGradients, Bfloat16CostsLittle) {
  const AlsProblem problem;
  AlsOptions options = full_als_options(RowSolver::kConjugateGradient, 4);
  const double in_float = als(problem.view(), problem.start(8), options).objectives.back();
  options.precision = DensePrecision::kBfloat16;
  const AlsResult result = als(problem.view(), problem.start(8), options);
  // Factors of relative error 2^-9 change products at random: the objective by its square.
  EXPECT_NEAR(als_objective(problem.view(), result.factors, options) / in_float, 1, 1e-3);
  EXPECT_NEAR(result.objectives.back() / in_float, 1, 1e-3);
}

// A system without a unique solution is consistent all the same, and conjugate gradients stay where
// it is solved.
TEST(AlsConjugateGradients, SolveSingularSystems) {
  const AlsProblem problem;
  FactorPair start = problem.start(5);
  start.cols.col(4) = start.cols.col(3);
  AlsOptions options = full_als_options(RowSolver::kConjugateGradient);
  options.regularization = 0;
  options.cg_steps = 100;
  const AlsResult result = als(problem.view(), start, options);
  EXPECT_TRUE(result.factors.rows.allFinite());
  EXPECT_LT(result.objectives.back(), result.objectives.front());
}

}  // namespace als_cg_test
}  // namespace eigenlex
