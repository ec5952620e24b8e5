#include "refine/quadtree.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace quadtree_test {

using internal::Quadtree;
using testing::random_table;

struct Repulsion {
  RowMatrix forces;
  double sum = 0;
};

Repulsion by_tree(const RowMatrix& places, double theta) {
  Quadtree tree;
  tree.build(places);
  Repulsion found{RowMatrix::Zero(places.rows(), 2), 0};
  found.sum = tree.repulsion(theta, found.forces);
  return found;
}

/// By the formula, in double.
Repulsion of_all_pairs(const RowMatrix& places) {
  Repulsion found{RowMatrix::Zero(places.rows(), 2), 0};
  for (Eigen::Index i = 0; i < places.rows(); ++i) {
    Eigen::RowVector2d force = Eigen::RowVector2d::Zero();
    for (Eigen::Index j = 0; j < places.rows(); ++j) {
      const Eigen::RowVector2d apart = (places.row(i) - places.row(j)).cast<double>();
      const double closeness = 1 / (1 + apart.squaredNorm());
      if (j != i) found.sum += closeness;
      force += closeness * closeness * apart;
    }
    found.forces.row(i) = force.cast<float>();
  }
  return found;
}

/// The root of the mean squared error of the forces, relative to that of the forces.
double relative_error(const Repulsion& found, const Repulsion& expected) {
  return (found.forces - expected.forces).cast<double>().norm() /
         expected.forces.cast<double>().norm();
}

TEST(Quadtree, WithThetaZeroIsTheSumOverAllPairs) {
  for (const Eigen::Index points : {1, 2, 3, 16, 17, 100, 1500}) {
    const RowMatrix places = 20 * random_table(points, 2, 1);
    const Repulsion found = by_tree(places, 0);
    const Repulsion expected = of_all_pairs(places);
    // Some thousand sums in float.
    EXPECT_LE((found.forces - expected.forces).cwiseAbs().maxCoeff(), 2e-5f) << points;
    EXPECT_NEAR(found.sum, expected.sum, 1e-5 * expected.sum + 1e-6 * static_cast<double>(points))
        << points;
  }
}

TEST(Quadtree, IsNearlyThatSumWithTheUsualTheta) {
  const RowMatrix places = 20 * random_table(3000, 2, 2);
  const Repulsion expected = of_all_pairs(places);
  const Repulsion found = by_tree(places, 0.5);
  // Far below what a step of the descent changes; an error in a sign or a weight is above it.
  EXPECT_LT(relative_error(found, expected), 0.01);
  EXPECT_NEAR(found.sum, expected.sum, 0.01 * expected.sum);
  EXPECT_GT(relative_error(by_tree(places, 1), expected), relative_error(found, expected));
}

TEST(Quadtree, HoldsPointsInOnePlaceTogether) {
  // Were these looked at one by one, 40,000 of them would take minutes.
  const RowMatrix same = RowMatrix::Constant(40000, 2, 3);
  const Repulsion found = by_tree(same, 0);
  EXPECT_EQ(found.forces, RowMatrix::Zero(same.rows(), 2));
  EXPECT_NEAR(found.sum, 40000.0 * 39999, 1e-6 * 40000 * 39999);
}

TEST(Quadtree, SumsPointsInFewPlaces) {
  RowMatrix places(600, 2);
  for (Eigen::Index i = 0; i < places.rows(); ++i) {
    places.row(i) << 1.5f * static_cast<float>(i % 3), static_cast<float>(i % 2);
  }
  const Repulsion found = by_tree(places, 0);
  const Repulsion expected = of_all_pairs(places);
  EXPECT_LT(relative_error(found, expected), 1e-5);
  EXPECT_NEAR(found.sum, expected.sum, 1e-5 * expected.sum);
}

TEST(Quadtree, IsTheSameMadeAnewAsMadeAtFirst) {
  Quadtree tree;
  tree.build(random_table(500, 2, 3));
  const RowMatrix places = random_table(500, 2, 4);
  tree.build(places);
  Repulsion found{RowMatrix::Zero(500, 2), 0};
  found.sum = tree.repulsion(0.5, found.forces);
  const Repulsion expected = by_tree(places, 0.5);
  EXPECT_EQ(found.forces, expected.forces);
  EXPECT_EQ(found.sum, expected.sum);
}

TEST(Quadtree, OfNoPointsPushesNothing) { EXPECT_EQ(by_tree(RowMatrix(0, 2), 0.5).sum, 0); }

TEST(Quadtree, DoesNotDependOnTheNumberOfThreads) {
  const RowMatrix places = 5 * random_table(3000, 2, 5);
  const Repulsion expected = by_tree(places, 0.7);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    const Repulsion found = by_tree(places, 0.7);
    EXPECT_EQ(found.forces, expected.forces);
    EXPECT_EQ(found.sum, expected.sum);
  }
}

}  // namespace quadtree_test
}  // namespace eigenlex
