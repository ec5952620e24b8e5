#include "eigenlex/refine/procrustes.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/tall.hpp"

#include "support/dense_algebra.hpp"
#include "support/random_embedding.hpp"

namespace eigenlex {
namespace procrustes_test {

using testing::random_table;

Eigen::MatrixXd random_rotation(Eigen::Index size, std::uint64_t seed) {
  const Eigen::MatrixXd numbers = random_table(size, size, seed).cast<double>();
  return testing::orthonormalized(numbers);
}

double distance_from_orthogonal(const Eigen::MatrixXd& matrix) {
  return (matrix.transpose() * matrix - Eigen::MatrixXd::Identity(matrix.cols(), matrix.cols()))
      .cwiseAbs()
      .maxCoeff();
}

TEST(Procrustes, FindsTheRotationOfATable) {
  const RowMatrix source = random_table(3000, 20, 1);
  const Eigen::MatrixXd rotation = random_rotation(20, 2);
  const Eigen::MatrixXd found = orthogonal_procrustes(source, multiply(source, rotation));
  // The target is rounded to float.
  EXPECT_LT((found - rotation).cwiseAbs().maxCoeff(), 1e-5);
  EXPECT_LT(distance_from_orthogonal(found), 1e-12);
}

TEST(Procrustes, IsNoFurtherThanAnyOtherRotation) {
  const RowMatrix source = random_table(200, 5, 1);
  const RowMatrix target = multiply(source, random_rotation(5, 2)) + 2 * random_table(200, 5, 3);
  const auto distance = [&](const Eigen::MatrixXd& rotation) {
    return (multiply(source, rotation) - target).squaredNorm();
  };
  const Eigen::MatrixXd best = orthogonal_procrustes(source, target);
  for (std::uint64_t seed = 10; seed < 30; ++seed) {
    // Nearby ones as well as any.
    const Eigen::MatrixXd step = 0.05 * random_table(5, 5, seed).cast<double>();
    const Eigen::MatrixXd near = testing::orthonormalized(best + step);
    EXPECT_LT(distance(best), distance(random_rotation(5, seed)));
    EXPECT_LT(distance(best), distance(near));
  }
}

TEST(Procrustes, LooksAtRowsAsMuchAsTheyWeigh) {
  const RowMatrix source = random_table(500, 6, 1);
  const Eigen::MatrixXd first = random_rotation(6, 2);
  RowMatrix target = multiply(source, first);
  target.bottomRows(400) = random_table(400, 6, 3);
  std::vector<double> weights(500, 0);
  std::fill(weights.begin(), weights.begin() + 100, 0.25);
  EXPECT_LT((orthogonal_procrustes(source, target, weights) - first).cwiseAbs().maxCoeff(), 1e-5);
  // A row of weight 3 is three rows.
  RowMatrix thrice_source(502, 6), thrice_target(502, 6);
  thrice_source << source, source.topRows(1), source.topRows(1);
  thrice_target << target, target.topRows(1), target.topRows(1);
  weights.assign(500, 1);
  weights[0] = 3;
  EXPECT_LT((orthogonal_procrustes(source, target, weights) -
             orthogonal_procrustes(thrice_source, thrice_target))
                .cwiseAbs()
                .maxCoeff(),
            1e-5);
}

TEST(Procrustes, DoesNotDependOnTheSizeOfNumbers) {
  const RowMatrix source = random_table(300, 4, 1), target = random_table(300, 4, 2);
  const Eigen::MatrixXd plain = orthogonal_procrustes(source, target);
  for (const int exponent : {-100, 100}) {
    const float scale = std::ldexp(1.0f, exponent);
    EXPECT_LT((orthogonal_procrustes(scale * source, scale * target) - plain).cwiseAbs().maxCoeff(),
              1e-6);
  }
}

TEST(Procrustes, IsARotationWhereRowsDoNotDetermineIt) {
  const RowMatrix source = random_table(3, 8, 1), target = random_table(3, 8, 2);
  EXPECT_LT(distance_from_orthogonal(orthogonal_procrustes(source, target)), 1e-12);
  EXPECT_LT(distance_from_orthogonal(orthogonal_procrustes(RowMatrix(0, 8), RowMatrix(0, 8))),
            1e-12);
  EXPECT_LT(
      distance_from_orthogonal(orthogonal_procrustes(source, target, std::vector<double>(3, 0))),
      1e-12);
}

TEST(Procrustes, RefusesWhatDoesNotFit) {
  const RowMatrix table = RowMatrix::Ones(4, 3);
  EXPECT_THROW(orthogonal_procrustes(table, RowMatrix::Ones(5, 3)), OptionError);
  EXPECT_THROW(orthogonal_procrustes(table, RowMatrix::Ones(4, 2)), OptionError);
  EXPECT_THROW(orthogonal_procrustes(table, table, std::vector<double>{1, 1}), OptionError);
  EXPECT_THROW(orthogonal_procrustes(table, table, std::vector<double>{1, 1, -1, 1}), OptionError);
  EXPECT_THROW(orthogonal_procrustes(table, table, std::vector<double>{1, 1, HUGE_VAL, 1}),
               OptionError);
  RowMatrix bad = table;
  bad(2, 1) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(orthogonal_procrustes(bad, table), OptionError);
  EXPECT_THROW(orthogonal_procrustes(table, bad), OptionError);
}

TEST(Procrustes, DoesNotDependOnTheNumberOfThreads) {
  const RowMatrix source = random_table(5000, 12, 1), target = random_table(5000, 12, 2);
  const Eigen::MatrixXd expected = orthogonal_procrustes(source, target);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(orthogonal_procrustes(source, target), expected);
  }
}

}  // namespace procrustes_test
}  // namespace eigenlex
