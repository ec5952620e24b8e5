#include "eigenlex/factor/als.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <Eigen/Core>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

#include "support/als_problem.hpp"
#include "support/matrices.hpp"

namespace eigenlex {
namespace als_test {

using testing::AlsProblem;
using testing::full_als_options;
using ::testing::HasSubstr;
using testing::option_error_of;
using testing::random_dense;
using testing::random_sparse;
using testing::to_csr;
using testing::to_dense;

constexpr auto kCholesky = RowSolver::kCholesky;
constexpr auto kGradients = RowSolver::kConjugateGradient;

TEST(Als, ReportedObjectivesAreThoseOfTheFactors) {
  const AlsProblem problem = AlsProblem().with_popularity();
  for (const RowSolver solver : {kCholesky, kGradients}) {
    for (const double folded : {0.0, 0.6, 2.0}) {
      AlsOptions options = full_als_options(solver, 3);
      options.folded_weight = folded;
      const FactorPair start = problem.start(6);
      const AlsResult result = als(problem.view(), start, options);
      ASSERT_EQ(result.objectives.size(), 4u);
      EXPECT_NEAR(result.objectives[0] / problem.objective(start, options), 1, 1e-5);
      EXPECT_NEAR(result.objectives[3] / problem.objective(result.factors, options), 1, 1e-5);
    }
  }
}

TEST(Als, WithoutTheLastColumnsHasTheSameRows) {
  const AlsProblem problem = AlsProblem().with_popularity();
  for (const RowSolver solver : {kCholesky, kGradients}) {
    AlsOptions options = full_als_options(solver, 3);
    const AlsResult all = als(problem.view(), problem.start(6), options);
    options.ends_with_columns = false;
    const AlsResult some = als(problem.view(), problem.start(6), options);
    EXPECT_EQ(some.factors.rows, all.factors.rows);
    EXPECT_NE(some.factors.cols, all.factors.cols);
    ASSERT_EQ(some.objectives.size(), 4u);
    EXPECT_EQ(some.objectives[2], all.objectives[2]);
    EXPECT_GT(some.objectives[3], all.objectives[3]);
    EXPECT_NEAR(some.objectives[3] / problem.objective(some.factors, options), 1, 1e-5);
    options.sweeps = 1;
    const FactorPair start = problem.start(6);
    EXPECT_EQ(als(problem.view(), start, options).factors.cols, start.cols);
  }
}

/// Targets times `target`, weights with all that is weighed against them times `weight`.
AlsResult solve_scaled(RowSolver solver, double target, double weight) {
  CsrMatrix<float> targets = random_sparse(60, 45, 3);
  Array<float> weights(targets.values.size());
  for (std::size_t k = 0; k < weights.size(); ++k) {
    weights[k] = static_cast<float>(weight * static_cast<double>(1 + k % 7) / 8);
    targets.values[k] = static_cast<float>(target * double{targets.values[k]});
  }
  const AlsProblem problem(targets, weights);
  AlsOptions options = full_als_options(solver, 3);
  options.unobserved_target *= target;
  options.unobserved_weight *= weight;
  options.folded_weight = 0.5 * weight;
  options.regularization *= weight * target;
  FactorPair start = problem.start(6);
  start.rows *= static_cast<float>(std::sqrt(target));
  start.cols *= static_cast<float>(std::sqrt(target));
  AlsResult result = als(problem.view(), start, options);
  EXPECT_NEAR(als_objective(problem.view(), result.factors, options) / result.objectives.back(), 1,
              1e-5);
  return result;
}

TEST(Als, OfAProblemTimesPowersOfTwoIsTheSameToTheLastBit) {
  for (const RowSolver solver : {kCholesky, kGradients}) {
    const AlsResult plain = solve_scaled(solver, 1, 1);
    for (const int exponent : {-80, -20, 6, 60, 100}) {
      const double target = std::ldexp(1.0, exponent), weight = std::ldexp(1.0, exponent / 2);
      const AlsResult scaled = solve_scaled(solver, target, weight);
      const auto root = static_cast<float>(std::sqrt(target));
      EXPECT_EQ(scaled.factors.rows, root * plain.factors.rows) << exponent;
      EXPECT_EQ(scaled.factors.cols, root * plain.factors.cols);
      for (std::size_t k = 0; k < plain.objectives.size(); ++k) {
        EXPECT_EQ(scaled.objectives[k], weight * target * target * plain.objectives[k]);
      }
    }
  }
}

TEST(Als, OfTargetsOfAnySizeIsThatOfTheTargetsScaled) {
  for (const RowSolver solver : {kCholesky, kGradients}) {
    const AlsResult plain = solve_scaled(solver, 1, 1);
    for (const double target : {1e-30, 1e30}) {
      const AlsResult scaled = solve_scaled(solver, target, 1);
      for (std::size_t k = 0; k < plain.objectives.size(); ++k) {
        EXPECT_NEAR(scaled.objectives[k] / (target * target) / plain.objectives[k], 1, 1e-4);
      }
      const auto root = static_cast<float>(std::sqrt(target));
      EXPECT_LT((scaled.factors.rows / root - plain.factors.rows).cwiseAbs().maxCoeff(), 1e-2);
    }
  }
}

TEST(Als, ObjectiveNeverRises) {
  const AlsProblem problem = AlsProblem().with_popularity();
  for (const RowSolver solver : {kCholesky, kGradients}) {
    const std::vector<double> values =
        als(problem.view(), problem.start(8), full_als_options(solver, 12)).objectives;
    for (std::size_t k = 1; k < values.size(); ++k) {
      EXPECT_LE(values[k], values[k - 1] * (1 + 1e-6)) << "sweep " << k;
    }
    EXPECT_LT(values.back(), 0.9 * values.front());
  }
}

// What any optimizer reaches: gradient descent on both tables at once, with backtracking.
double descend(const AlsProblem& problem, FactorPair start, const AlsOptions& options) {
  const testing::DenseCells cells = problem.dense(options);
  Eigen::MatrixXd w = start.rows.cast<double>(), c = start.cols.cast<double>();
  const auto objective = [&](const Eigen::MatrixXd& x, const Eigen::MatrixXd& y) {
    return cells.weights.cwiseProduct((cells.targets - x * y.transpose()).cwiseAbs2()).sum() +
           options.regularization * (x.squaredNorm() + y.squaredNorm());
  };
  double value = objective(w, c), rate = 1e-3;
  for (int step = 0; step < 20000; ++step) {
    const Eigen::MatrixXd errors = cells.weights.cwiseProduct(w * c.transpose() - cells.targets);
    const Eigen::MatrixXd of_w = 2 * errors * c + 2 * options.regularization * w;
    const Eigen::MatrixXd of_c = 2 * errors.transpose() * w + 2 * options.regularization * c;
    if (of_w.squaredNorm() + of_c.squaredNorm() < 1e-14) break;
    double next = objective(w - rate * of_w, c - rate * of_c);
    while (next > value && rate > 1e-12) {
      rate /= 2;
      next = objective(w - rate * of_w, c - rate * of_c);
    }
    w -= rate * of_w;
    c -= rate * of_c;
    value = next;
    rate *= 1.1;
  }
  return value;
}

TEST(Als, ReachesTheMinimumThatGradientDescentReaches) {
  const AlsProblem problem(14, 11, 4);
  AlsOptions options = full_als_options(kCholesky, 400);
  options.regularization = 0.5;
  options.folded_weight = 0.4;
  const double expected = descend(problem, problem.start(2), options);
  EXPECT_NEAR(als(problem.view(), problem.start(2), options).objectives.back(), expected,
              1e-4 * expected);
  options.row_solver = kGradients;
  EXPECT_NEAR(als(problem.view(), problem.start(2), options).objectives.back(), expected,
              1e-4 * expected);
}

TEST(Als, RecoversAPlantedMatrixFromAThirdOfItsCells) {
  const Eigen::MatrixXd planted = random_dense(80, 3, 1) * random_dense(60, 3, 2).transpose();
  Random random(3);
  Eigen::MatrixXd seen = planted;
  for (Eigen::Index i = 0; i < seen.size(); ++i) {
    if (random.uniform() > 1.0 / 3) seen.data()[i] = 0;
  }
  const CsrMatrix<float> targets = to_csr(seen);
  Array<float> weights;
  for (std::size_t k = 0; k < targets.values.size(); ++k) weights.push_back(k % 2 == 0 ? 1 : 5);
  const AlsProblem problem(targets, weights);
  for (const RowSolver solver : {kCholesky, kGradients}) {
    const FactorPair factors =
        als(problem.view(), problem.start(3),
            {.sweeps = 60, .unobserved_weight = 0, .regularization = 1e-4, .row_solver = solver})
            .factors;
    const Eigen::MatrixXd product = (factors.rows * factors.cols.transpose()).cast<double>();
    EXPECT_LT((product - planted).norm(), 0.02 * planted.norm());
  }
}

TEST(Als, GivesTheSameBytesForAnyNumberOfThreads) {
  // Several blocks of rows, and rows of more cells than a group.
  const AlsProblem problem = AlsProblem(300, 130, 9).with_popularity();
  for (const RowSolver solver : {kCholesky, kGradients}) {
    AlsOptions options = full_als_options(solver, 2);
    options.precision = DensePrecision::kBfloat16;
    const auto run = [&](int threads) {
      const ThreadCount count(threads);
      return als(problem.view(), problem.start(10), options);
    };
    const AlsResult one = run(1);
    for (const int threads : {2, 3}) {
      const AlsResult several = run(threads);
      EXPECT_EQ(one.factors.rows, several.factors.rows);
      EXPECT_EQ(one.factors.cols, several.factors.cols);
      EXPECT_EQ(one.objectives, several.objectives);
    }
  }
}

TEST(Als, RowsWithoutCellsShrinkToNothing) {
  Eigen::MatrixXd targets = to_dense(random_sparse(30, 20, 2));
  targets.row(4).setZero();
  const CsrMatrix<float> cells = to_csr(targets);
  const AlsProblem problem(cells, Array<float>(cells.values.size(), 1));
  for (const RowSolver solver : {kCholesky, kGradients}) {
    const RowMatrix rows = als(problem.view(), problem.start(3),
                               {.sweeps = 60, .regularization = 0.1, .row_solver = solver})
                               .factors.rows;
    EXPECT_LT(rows.row(4).norm(), 1e-6 * rows.row(3).norm());
  }
}

TEST(Als, APenaltyLostInRoundingIsToBeRaised) {
  const CsrMatrix<float> cells = to_csr(Eigen::MatrixXd::Ones(2, 1));
  const AlsProblem problem(cells, {1e30f, 2e30f});
  AlsOptions options{.sweeps = 15, .unobserved_weight = 1, .regularization = 1};
  for (const RowSolver solver : {kCholesky, kGradients}) {
    options.row_solver = solver;
    EXPECT_THAT(option_error_of([&] { als(problem.view(), problem.start(2), options); }),
                HasSubstr("AlsOptions.regularization = 1: must be raised"));
  }
}

TEST(Als, AFitWithoutPenaltyMayBeExact) {
  const CsrMatrix<float> cells = to_csr(Eigen::MatrixXd::Ones(2, 1));
  const AlsProblem problem(cells, {3, 5});
  for (const RowSolver solver : {kCholesky, kGradients}) {
    const std::vector<double> objectives = als(problem.view(), problem.start(1),
                                               {.sweeps = 15,
                                                .regularization = 0,
                                                .row_solver = solver,
                                                .precision = DensePrecision::kFloat})
                                               .objectives;
    EXPECT_GE(*std::ranges::min_element(objectives), 0);
    EXPECT_LT(objectives.back(), 1e-5 * objectives.front());
  }
}

TEST(Als, NoSweepLeavesTheStart) {
  const AlsProblem problem;
  const FactorPair start = problem.start(4);
  const AlsResult result = als(problem.view(), start, full_als_options(kCholesky, 0));
  EXPECT_EQ(result.factors.rows, start.rows);
  EXPECT_EQ(result.factors.cols, start.cols);
  EXPECT_EQ(result.objectives.size(), 1u);
}

TEST(Als, NumbersThatAreNotFiniteAreNeverReturned) {
  const AlsProblem problem;
  for (const RowSolver solver : {kCholesky, kGradients}) {
    FactorPair start = problem.start(5);
    start.cols(7, 2) = std::nanf("");
    EXPECT_THAT(option_error_of([&] { als(problem.view(), start, full_als_options(solver)); }),
                HasSubstr("AlsOptions.regularization"));
    start.cols(7, 2) = 1e30f;
    EXPECT_THROW(als(problem.view(), start, full_als_options(kGradients)), OptionError);
  }
}

TEST(Als, ProgressCountsEveryCellOfEverySweep) {
  const AlsProblem problem;
  std::int64_t last = 0, all = 0;
  als(problem.view(), problem.start(3), full_als_options(kGradients, 2),
      [&](std::int64_t done, std::int64_t total) {
        EXPECT_GE(done, last);
        last = done;
        all = total;
      });
  EXPECT_EQ(last, all);
  EXPECT_GT(all, 0);
}

TEST(Als, ACancellationStopsTheSweepUnderWay) {
  const AlsProblem problem(60, 45, 1);
  for (const RowSolver solver : {RowSolver::kCholesky, RowSolver::kConjugateGradient}) {
    const AlsOptions options{.sweeps = 3, .row_solver = solver};
    std::int64_t all = 0, done = 0;
    const auto measure = [&](std::int64_t, std::int64_t total) { all = total; };
    als(problem.view(), problem.start(4), options, measure);
    Cancellation cancellation;
    const CancellationScope scope(cancellation);
    const auto cancel = [&](std::int64_t now, std::int64_t) {
      done = now;
      cancellation.request();
    };
    EXPECT_THROW(als(problem.view(), problem.start(4), options, cancel), Interrupted);
    EXPECT_LT(done, all / 4);  // of six halves, this was the first
  }
}

TEST(Als, RefusesShapesThatDoNotFit) {
  const AlsProblem problem, other(60, 44);
  const FactorPair start = problem.start(3);
  const AlsOptions options = full_als_options(kGradients);
  EXPECT_THROW(als(other.view(), start, options), OptionError);
  EXPECT_THROW(als(problem.view(), {start.rows, RowMatrix::Zero(45, 4)}, options), OptionError);
  EXPECT_THROW(als(problem.view(), {RowMatrix(60, 0), RowMatrix(45, 0)}, options), OptionError);
  AlsProblem weighted;
  weighted.col_weights = {1, 2, 3};
  EXPECT_THROW(als(weighted.view(), start, options), OptionError);
  weighted.col_weights.assign(45, -1);
  EXPECT_THROW(als(weighted.view(), start, options), OptionError);
}

TEST(AlsOptions, NamesTheFieldOutOfRange) {
  const auto expect_named = [](const AlsOptions& options, const std::string& field) {
    EXPECT_THAT(option_error_of([&] { options.validate(); }), HasSubstr("AlsOptions." + field));
  };
  EXPECT_NO_THROW(AlsOptions{}.validate());
  expect_named({.sweeps = -1}, "sweeps");
  expect_named({.unobserved_weight = -0.1}, "unobserved_weight");
  expect_named({.unobserved_weight = HUGE_VAL}, "unobserved_weight");
  expect_named({.folded_weight = -0.1}, "folded_weight");
  expect_named({.unobserved_target = std::nan("")}, "unobserved_target");
  expect_named({.regularization = -1}, "regularization");
  expect_named({.cg_steps = 0}, "cg_steps");
}

TEST(RandomFactors, DependOnShapeAndSeedAlone) {
  const FactorPair one = random_factors(2000, 1500, 16, 1);
  EXPECT_EQ(one.rows, random_factors(2000, 1500, 16, 1).rows);
  EXPECT_NE(one.rows, random_factors(2000, 1500, 16, 2).rows);
  const RowMatrix product = one.rows * one.cols.topRows(100).transpose();
  EXPECT_NEAR(std::sqrt(product.squaredNorm() / static_cast<float>(product.size())), 0.1, 0.01);
}

TEST(BalancedFactors, MultiplyToTheTruncatedMatrix) {
  SvdResult svd;
  svd.u = testing::random_orthonormal(9, 2, 1).cast<float>();
  svd.v = testing::random_orthonormal(7, 2, 2).cast<float>();
  svd.singular_values = Eigen::VectorXf::LinSpaced(2, 4, 1);
  const FactorPair factors = balanced_factors(svd);
  const RowMatrix expected = svd.u * svd.singular_values.asDiagonal() * svd.v.transpose();
  EXPECT_LT((factors.rows * factors.cols.transpose() - expected).norm(), 1e-5);
  EXPECT_NEAR(factors.rows.col(0).norm(), factors.cols.col(0).norm(), 1e-5);
}

}  // namespace als_test
}  // namespace eigenlex
