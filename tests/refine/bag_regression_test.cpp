#include "eigenlex/refine/bag_regression.hpp"

#include <cmath>
#include <limits>

#include <Eigen/Cholesky>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

#include "support/random_embedding.hpp"

namespace eigenlex {
namespace bag_regression_test {

using Bags = std::vector<std::vector<std::int32_t>>;

/// Bags of about a fifth of the parts, one of them empty.
Bags random_bags(std::size_t size, std::int32_t parts, std::uint64_t seed) {
  Random random(seed);
  Bags bags(size);
  for (std::size_t bag = 1; bag < size; ++bag) {
    for (std::int32_t part = 0; part < parts; ++part) {
      if (random.below(5) == 0) bags[bag].push_back(part);
    }
  }
  return bags;
}

Eigen::MatrixXd dense(const Bags& bags, std::int32_t parts) {
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(std::ssize(bags), parts);
  for (std::size_t bag = 0; bag < bags.size(); ++bag) {
    for (const std::int32_t part : bags[bag]) {
      matrix(static_cast<Eigen::Index>(bag), part) =
          1 / std::sqrt(static_cast<double>(bags[bag].size()));
    }
  }
  return matrix;
}

TEST(BagMatrix, MultipliesAsItsDenseForm) {
  const Bags bags = random_bags(700, 30, 1);
  const BagMatrix matrix(bags, 30);
  const Eigen::MatrixXd expected = dense(bags, 30);
  const Table parts = testing::random_table(30, 5, 2);
  EXPECT_TRUE(
      matrix.multiply(parts).cast<double>().isApprox(expected * parts.cast<double>(), 1e-5));
  EXPECT_TRUE(matrix.column_squares().cast<double>().isApprox(
      expected.colwise().squaredNorm().transpose(), 1e-5));
}

// More columns than a panel has.
TEST(BagRegression, SolvesTheNormalEquations) {
  const Bags bags = random_bags(200, 40, 4);
  const Eigen::MatrixXd x = dense(bags, 40);
  const Table targets = testing::random_table(200, 70, 5);
  for (const double ridge : {0.05, 1.0, 20.0}) {
    const Eigen::MatrixXd gram = x.transpose() * x + ridge * Eigen::MatrixXd::Identity(40, 40);
    const Eigen::MatrixXd expected = gram.llt().solve(x.transpose() * targets.cast<double>());
    const Table found =
        bag_regression(BagMatrix(bags, 40), targets,
                       {.regularization = ridge, .max_iterations = 200, .tolerance = 1e-6});
    EXPECT_TRUE(found.cast<double>().isApprox(expected, 1e-4)) << ridge;
  }
}

TEST(BagRegression, SolvesTheWeightedNormalEquations) {
  const Bags bags = random_bags(200, 40, 8);
  const Table targets = testing::random_table(200, 3, 9);
  std::vector<float> weights(200);
  for (std::size_t bag = 0; bag < weights.size(); ++bag) {
    weights[bag] = static_cast<float>(bag % 4) / 2;
  }
  const Eigen::MatrixXd x = dense(bags, 40);
  const Eigen::MatrixXd scaled =
      Eigen::Map<Eigen::VectorXf>(weights.data(), 200).cast<double>().asDiagonal() * x;
  const Eigen::MatrixXd gram = x.transpose() * scaled + 0.5 * Eigen::MatrixXd::Identity(40, 40);
  const Eigen::MatrixXd expected = gram.llt().solve(scaled.transpose() * targets.cast<double>());
  const Table found = bag_regression(
      BagMatrix(bags, 40), targets,
      {.regularization = 0.5, .max_iterations = 200, .tolerance = 1e-6}, {}, weights);
  EXPECT_TRUE(found.cast<double>().isApprox(expected, 1e-4));
  weights.pop_back();
  EXPECT_THROW(bag_regression(BagMatrix(bags, 40), targets, {}, {}, weights), OptionError);
}

TEST(BagRegression, GivesPartsOfNoBagAndTargetsOfZeroTheVectorZero) {
  const Table targets = Table::Zero(3, 2);
  EXPECT_TRUE(bag_regression(BagMatrix(Bags{{0}, {1}, {}}, 3), targets).isZero(0));
  const Table ones = Table::Ones(3, 2);
  EXPECT_TRUE(bag_regression(BagMatrix(Bags{{0}, {1}, {}}, 3), ones).row(2).isZero(0));
}

TEST(BagRegression, DoesNotDependOnTheNumberOfThreads) {
  const BagMatrix bags(random_bags(2000, 1500, 6), 1500);
  const Table targets = testing::random_table(2000, 3, 7);
  const ThreadCount one(1);
  const Table expected = bag_regression(bags, targets, {.max_iterations = 5});
  for (const int threads : {2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(bag_regression(bags, targets, {.max_iterations = 5}), expected);
  }
}

TEST(BagRegression, RejectsOptionsAndShapesThatDoNotFit) {
  const BagMatrix bags(Bags{{0}}, 1);
  const Table target = Table::Ones(1, 1);
  EXPECT_THROW(BagMatrix(Bags{{1}}, 1), OptionError);
  EXPECT_THROW(BagMatrix(Bags{{-1}}, 1), OptionError);
  EXPECT_THROW(bag_regression(bags, Table::Ones(2, 1)), OptionError);
  EXPECT_THROW(bag_regression(bags, target, {.regularization = 0}), OptionError);
  EXPECT_THROW(
      bag_regression(bags, target, {.regularization = std::numeric_limits<double>::infinity()}),
      OptionError);
  EXPECT_THROW(bag_regression(bags, target, {.max_iterations = 0}), OptionError);
  EXPECT_THROW(bag_regression(bags, target, {.tolerance = -1}), OptionError);
}

TEST(BagRegression, CountsDimensionsAndCanBeStoppedWithinThem) {
  const std::vector<std::vector<std::int32_t>> lists{{0, 1}, {1, 2}, {0, 2}, {2}};
  const BagMatrix bags(lists, 3);
  const Table targets = Table::Random(4, 100);
  std::int64_t last = 0, calls = 0;
  const auto listen = [&](std::int64_t done, std::int64_t total) {
    EXPECT_GE(done, last);
    EXPECT_EQ(total, 100);
    last = done;
    ++calls;
  };
  bag_regression(bags, targets, {}, listen);
  EXPECT_EQ(last, 100);
  EXPECT_GT(calls, 4);
  const auto stop = [](std::int64_t, std::int64_t) { throw Interrupted(); };
  EXPECT_THROW(bag_regression(bags, targets, {}, stop), Interrupted);
}

}  // namespace bag_regression_test
}  // namespace eigenlex
