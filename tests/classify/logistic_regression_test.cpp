#include "eigenlex/classify/logistic_regression.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace logistic_regression_test {

struct Problem {
  RowMatrix features;
  std::vector<std::int32_t> labels;
};

/// Points about a centre for each class, close enough to overlap.
Problem overlapping(std::int64_t n, std::int64_t d, std::int32_t classes) {
  Random random(7);
  Problem problem{RowMatrix(n, d), {}};
  for (std::int64_t i = 0; i < n; ++i) {
    const auto label = static_cast<std::int32_t>(i % classes);
    problem.labels.push_back(label);
    for (std::int64_t j = 0; j < d; ++j) {
      problem.features(i, j) = static_cast<float>(random.normal() + (j == label ? 1 : 0));
    }
  }
  return problem;
}

double mean_loss(const Problem& problem, const LogisticRegression& fit, double l2) {
  double loss = 0;
  for (Eigen::Index i = 0; i < problem.features.rows(); ++i) {
    const Eigen::VectorXd scores =
        fit.weights * problem.features.row(i).transpose().cast<double>() + fit.bias;
    loss +=
        std::log(scores.array().exp().sum()) - scores(problem.labels[static_cast<std::size_t>(i)]);
  }
  const double n = static_cast<double>(problem.features.rows());
  return loss / n + l2 / (2 * n) * fit.weights.squaredNorm();
}

// The loss is convex, so a point from which no small step leads lower is the minimum.
TEST(LogisticRegression, NoSmallStepLowersTheLoss) {
  const Problem problem = overlapping(700, 5, 3);
  const LogisticRegression fit = fit_logistic_regression(problem.features, problem.labels, 3, {});
  EXPECT_TRUE(fit.converged);
  const double lowest = mean_loss(problem, fit, 1);
  for (Eigen::Index i = 0; i < fit.weights.size(); ++i) {
    for (const double step : {-1e-3, 1e-3}) {
      LogisticRegression moved = fit;
      moved.weights.data()[i] += step;
      EXPECT_GT(mean_loss(problem, moved, 1), lowest);
    }
  }
  for (Eigen::Index c = 0; c < 3; ++c) {
    LogisticRegression moved = fit;
    moved.bias(c) += 1e-2;
    EXPECT_GT(mean_loss(problem, moved, 1), lowest);
  }
}

TEST(LogisticRegression, SeparableClassesAreSeparated) {
  RowMatrix features(4, 1);
  features << -2, -1, 1, 2;
  const std::vector<std::int32_t> labels{0, 0, 1, 1};
  const LogisticRegression fit = fit_logistic_regression(features, labels, 2, {.l2 = 1e-3});
  EXPECT_TRUE(fit.converged);
  EXPECT_GT(fit.weights(1, 0), fit.weights(0, 0));
  EXPECT_NEAR(fit.bias(0), fit.bias(1), 1e-4);
}

TEST(LogisticRegression, WithoutFeaturesThatTellTheBiasIsThatOfTheShares) {
  const RowMatrix features = RowMatrix::Zero(8, 2);
  const std::vector<std::int32_t> labels{0, 0, 0, 0, 0, 0, 1, 1};
  const LogisticRegression fit = fit_logistic_regression(features, labels, 2, {});
  EXPECT_NEAR(fit.bias(0) - fit.bias(1), std::log(3.0), 1e-4);
}

TEST(LogisticRegression, IsTheSameForAnyNumberOfThreads) {
  const Problem problem = overlapping(2000, 6, 3);
  const ThreadCount one(1);
  const LogisticRegression expected =
      fit_logistic_regression(problem.features, problem.labels, 3, {});
  for (const int threads : {2, 3}) {
    const ThreadCount several(threads);
    const LogisticRegression fit = fit_logistic_regression(problem.features, problem.labels, 3, {});
    EXPECT_EQ(fit.weights, expected.weights);
    EXPECT_EQ(fit.bias, expected.bias);
  }
}

TEST(LogisticRegression, MisfitsAreOptionErrors) {
  const Problem problem = overlapping(6, 2, 2);
  const auto fit = [&](std::int64_t classes, const LogisticRegressionOptions& options) {
    return fit_logistic_regression(problem.features, problem.labels, classes, options);
  };
  EXPECT_THROW(fit(1, {}), OptionError);
  EXPECT_THROW(fit(2, {.l2 = 0}), OptionError);
  EXPECT_THROW(fit(2, {.tolerance = 0}), OptionError);
  EXPECT_THROW(fit(2, {.max_iterations = 0}), OptionError);
  EXPECT_THROW(fit_logistic_regression(problem.features, {}, 2, {}), OptionError);
}

}  // namespace logistic_regression_test
}  // namespace eigenlex
