#include "eigenlex/refine/shrink.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/refine/kmeans.hpp"

#include "support/als_problem.hpp"
#include "support/dense_algebra.hpp"
#include "support/matrices.hpp"
#include "support/random_embedding.hpp"

namespace eigenlex {
namespace shrink_test {

using ::testing::HasSubstr;
using testing::option_error_of;
using testing::random_table;

TEST(Shrink, MovesByTheShareOfTheStrengthInStrengthAndCount) {
  RowMatrix table(2, 2), centroids(1, 2);
  table << 2, 0, 2, 0;
  centroids << 0, 1;
  const std::vector<std::int64_t> counts = {10, 30};
  const std::vector<std::int32_t> labels = {0, 0};
  const RowMatrix pulled = shrink_to_classes(table, counts, centroids, labels, 10);
  EXPECT_NEAR(pulled(0, 0), 1, 1e-6);
  EXPECT_NEAR(pulled(0, 1), 1, 1e-6);
  EXPECT_NEAR(pulled(1, 0), 1.5, 1e-6);
  EXPECT_NEAR(pulled(1, 1), 0.5, 1e-6);
}

TEST(Shrink, OfStrengthZeroChangesNothing) {
  const RowMatrix table = random_table(50, 4, 1);
  const std::vector<std::int64_t> counts(50, 0);
  const std::vector<std::int32_t> labels(50, 0);
  EXPECT_EQ(shrink_to_classes(table, counts, random_table(1, 4, 2), labels, 0), table);
}

TEST(Shrink, TheNumberOfThreadsChangesNoByte) {
  const RowMatrix table = random_table(900, 5, 3);
  const std::vector<std::int64_t> counts(900, 7);
  const std::vector<std::int32_t> labels(900, 1);
  const auto run = [&](int count) {
    const ThreadCount threads(count);
    return shrink_to_classes(table, counts, random_table(2, 5, 4), labels, 3);
  };
  EXPECT_EQ(run(2), run(1));
  EXPECT_EQ(run(3), run(1));
}

TEST(Shrink, WhatDoesNotFitIsNamed) {
  const RowMatrix table = random_table(3, 2, 5);
  const std::vector<std::int64_t> counts(3, 1);
  const std::vector<std::int32_t> labels(3, 0);
  for (const double bad : {-1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
    EXPECT_THAT(option_error_of([&] { shrink_to_classes(table, counts, table, labels, bad); }),
                HasSubstr("strength"));
  }
  EXPECT_THAT(
      option_error_of([&] { shrink_to_classes(table, counts, random_table(1, 3, 6), labels, 1); }),
      HasSubstr("centroids"));
}

/// Words of 10 classes with noisy rows: the mean of a class predicts a cell better than the row.
struct NoisyClasses {
  explicit NoisyClasses(double noise) {
    const Eigen::MatrixXd centres = testing::random_dense(10, kColumns, 1);
    Eigen::MatrixXd rows = noise * testing::random_dense(kWords, kColumns, 2);
    for (Eigen::Index i = 0; i < kWords; ++i) rows.row(i) += centres.row(i % 10);
    matrix = testing::to_csr(rows);
    const testing::DenseSvd svd = testing::dense_svd(rows);
    const Eigen::VectorXd scales = svd.values.head(kDim).array().pow(0.25);
    model.words = testing::random_embedding(kWords, 1, 3);
    const WordList words = model.words.vocabulary.words();
    model.words.vocabulary =
        Vocabulary({words.begin(), words.end()}, std::vector<std::int64_t>(kWords, 10));
    model.words.table = (svd.u.leftCols(kDim) * scales.asDiagonal()).cast<float>();
    model.contexts = (svd.v.leftCols(kDim) * scales.asDiagonal()).cast<float>();
    model.singular_values = svd.values.head(kDim).cast<float>();
    model.exponent = 0.25;
    centroids = kmeans(model.words.table, {.clusters = 10}).centroids;
  }

  static constexpr Eigen::Index kWords = 400, kColumns = 120, kDim = 30;
  CsrMatrix<float> matrix;
  Model model;
  RowMatrix centroids;
};

// Not high, though: the centroid is taken at the length of the word's vector, noise included.
TEST(Strength, IsAboveZeroWhereWordsOfAClassDifferByNoiseAlone) {
  const NoisyClasses problem(2.0);
  const auto trials = try_strengths(problem.matrix, problem.model, problem.centroids, {});
  EXPECT_EQ(trials.front().strength, 0);
  EXPECT_EQ(trials.front().loss, 1);
  EXPECT_GT(best_strength(trials), 0);
}

TEST(Strength, TheNumberOfThreadsChangesNoByte) {
  const NoisyClasses problem(1.0);
  const auto run = [&](int count) {
    const ThreadCount threads(count);
    std::vector<double> losses;
    for (const auto& trial : try_strengths(problem.matrix, problem.model, problem.centroids, {})) {
      losses.push_back(trial.loss);
    }
    return losses;
  };
  EXPECT_EQ(run(2), run(1));
  EXPECT_EQ(run(3), run(1));
}

TEST(Strength, NeedsSingularVectorsAndTheirMatrix) {
  NoisyClasses problem(1.0);
  CsrMatrix<float> smaller = testing::to_csr(testing::random_dense(5, 5, 1));
  EXPECT_THAT(
      option_error_of([&] { try_strengths(smaller, problem.model, problem.centroids, {}); }),
      HasSubstr("5 x 5"));
  EXPECT_THAT(option_error_of([&] {
                try_strengths(problem.matrix, problem.model, problem.centroids,
                              {.candidates = {-1}});
              }),
              HasSubstr("candidates = -1"));
  EXPECT_THAT(option_error_of([&] {
                try_strengths(problem.matrix, problem.model, problem.centroids,
                              {.largest_count = 5});
              }),
              HasSubstr("none that rare"));
  problem.model.exponent = std::nullopt;
  EXPECT_THAT(
      option_error_of([&] { try_strengths(problem.matrix, problem.model, problem.centroids, {}); }),
      HasSubstr("singular vectors"));
}

}  // namespace shrink_test
}  // namespace eigenlex
