#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/factor/als.hpp"

#include "support/als_problem.hpp"

namespace eigenlex::internal {
namespace half_sweep_test {

using testing::AlsProblem;
using testing::full_als_options;

TEST(AlsObjective, IsTheSumOverAllCells) {
  const AlsProblem problem = AlsProblem().with_popularity();
  const FactorPair factors = problem.start(7);
  const AlsOptions options = full_als_options(RowSolver::kCholesky);
  const double expected = problem.objective(factors, options);
  EXPECT_NEAR(als_objective(problem.view(), factors, options), expected, 1e-6 * expected);
}

TEST(AlsObjective, IsTheSameForAnyNumberOfThreads) {
  const AlsProblem problem = AlsProblem(300, 130, 9).with_popularity();
  const FactorPair factors = problem.start(10);
  const AlsOptions options = full_als_options(RowSolver::kCholesky);
  const auto objective = [&](int threads) {
    const ThreadCount count(threads);
    return als_objective(problem.view(), factors, options);
  };
  const double one = objective(1);
  EXPECT_EQ(objective(2), one);
  EXPECT_EQ(objective(3), one);
}

TEST(AlsObjective, OfNoFactorsIsThatOfTheTargets) {
  const AlsProblem problem;
  const FactorPair none{RowMatrix::Zero(60, 3), RowMatrix::Zero(45, 3)};
  AlsOptions options = full_als_options(RowSolver::kCholesky);
  const double expected = problem.objective(none, options);
  EXPECT_NEAR(als_objective(problem.view(), none, options), expected, 1e-9 * expected);
}

}  // namespace half_sweep_test
}  // namespace eigenlex::internal
