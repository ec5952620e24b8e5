#include "refine/affinities.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace affinities_test {

using internal::Affinities;
using internal::affinities_of;
using testing::random_table;

Eigen::MatrixXd dense(const Affinities& joint) {
  const auto points = std::ssize(joint.begin) - 1;
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(points, points);
  for (std::int64_t i = 0; i < points; ++i) {
    for (auto at = joint.begin[static_cast<std::size_t>(i)];
         at < joint.begin[static_cast<std::size_t>(i) + 1]; ++at) {
      matrix(i, joint.ids[static_cast<std::size_t>(at)]) +=
          double{joint.values[static_cast<std::size_t>(at)]};
    }
  }
  return matrix;
}

/// p_j|i over the nearest `count` of all points, as an n x n matrix, by a search of its own for β.
Eigen::MatrixXd conditional(const RowMatrix& points, const NearestRows& near, double perplexity) {
  Eigen::MatrixXd all = Eigen::MatrixXd::Zero(points.rows(), points.rows());
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    double log_low = -30, log_high = 30;
    Eigen::VectorXd weights(near.count);
    for (int step = 0; step < 100; ++step) {
      const double beta = std::exp((log_low + log_high) / 2);
      for (Eigen::Index j = 0; j < near.count; ++j) {
        const auto id = near.ids[static_cast<std::size_t>(i * near.count + j)];
        const double distance = (points.row(i) - points.row(id)).cast<double>().squaredNorm();
        weights[j] = std::exp(-beta * distance);
      }
      weights /= weights.sum();
      double entropy = 0;
      for (const double weight : weights) entropy -= weight > 0 ? weight * std::log(weight) : 0;
      (entropy > std::log(perplexity) ? log_low : log_high) = std::log(beta);
    }
    for (Eigen::Index j = 0; j < near.count; ++j) {
      all(i, near.ids[static_cast<std::size_t>(i * near.count + j)]) = weights[j];
    }
  }
  return all;
}

TEST(Affinities, AreThoseOfTheFormula) {
  const RowMatrix points = random_table(120, 6, 1);
  const NearestRows near = nearest_rows(points, 30);
  const Eigen::MatrixXd one_sided = conditional(points, near, 10);
  const Eigen::MatrixXd expected = (one_sided + one_sided.transpose()) / 240;
  // The search for β ends at a difference of 1e-5 in the entropy.
  EXPECT_LT((dense(affinities_of(near, 10)) - expected).cwiseAbs().maxCoeff(), 1e-6);
}

TEST(Affinities, AreSymmetricAndSumToOne) {
  const Eigen::MatrixXd joint = dense(affinities_of(nearest_rows(random_table(300, 5, 2), 15), 5));
  EXPECT_EQ(joint, joint.transpose());
  EXPECT_NEAR(joint.sum(), 1, 1e-6);
  EXPECT_EQ(joint.diagonal().cwiseAbs().maxCoeff(), 0);
}

TEST(Affinities, OfEqualDistancesAreEqual) {
  // All points the same: nothing tells the neighbours of one apart.
  const auto joint = affinities_of(nearest_rows(RowMatrix::Ones(20, 2), 19), 6);
  for (const float value : joint.values) {
    // Rows of 19 are filled up with entries of nothing.
    if (value == 0) continue;
    EXPECT_FLOAT_EQ(value, 1.0f / (20 * 19));
  }
}

TEST(Affinities, ComeInFullBlocks) {
  const auto joint = affinities_of(nearest_rows(random_table(50, 5, 3), 7), 2.1);
  for (const std::int64_t begin : joint.begin) EXPECT_EQ(begin % Affinities::kBlock, 0);
}

TEST(Affinities, AttractAsTheFormulaSays) {
  const RowMatrix points = random_table(90, 4, 4);
  const Affinities joint = affinities_of(nearest_rows(points, 20), 6);
  const Eigen::MatrixXd p = dense(joint);
  const RowMatrix places = random_table(90, 2, 5);
  RowMatrix forces = RowMatrix::Ones(90, 2);
  add_attraction(joint, places, 3, forces);
  for (Eigen::Index i = 0; i < 90; ++i) {
    Eigen::RowVector2d expected(1, 1);
    for (Eigen::Index j = 0; j < 90; ++j) {
      const Eigen::RowVector2d apart = (places.row(i) - places.row(j)).cast<double>();
      expected += 3 * p(i, j) / (1 + apart.squaredNorm()) * apart;
    }
    EXPECT_LT((forces.row(i).cast<double>() - expected).norm(), 1e-6) << i;
  }
}

TEST(Affinities, DoNotDependOnTheNumberOfThreads) {
  const NearestRows near = nearest_rows(random_table(700, 5, 6), 30);
  const RowMatrix places = random_table(700, 2, 7);
  const Affinities expected = affinities_of(near, 10);
  RowMatrix pull = RowMatrix::Zero(700, 2);
  add_attraction(expected, places, 1, pull);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    const Affinities joint = affinities_of(near, 10);
    EXPECT_EQ(joint.ids, expected.ids);
    EXPECT_EQ(joint.values, expected.values);
    RowMatrix forces = RowMatrix::Zero(700, 2);
    add_attraction(joint, places, 1, forces);
    EXPECT_EQ(forces, pull);
  }
}

}  // namespace affinities_test
}  // namespace eigenlex
