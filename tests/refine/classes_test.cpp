#include "eigenlex/refine/classes.hpp"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/parallel.hpp"

#include "support/als_problem.hpp"
#include "support/random_embedding.hpp"

namespace eigenlex {
namespace classes_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::option_error_of;
using testing::random_table;

TEST(Classes, AreTheLargestFirstWithTheMostCentralMembersFirst) {
  const Assignment assignment{{2, 0, 2, 2, 0, 4}, {0.5f, 0.3f, 0.1f, 0.5f, 0.2f, 0.0f}, 1.6};
  const std::vector<PointClass> classes = classes_of(assignment, 5);
  ASSERT_EQ(classes.size(), 3u);
  EXPECT_EQ(classes[0].cluster, 2);
  EXPECT_THAT(classes[0].members, ElementsAre(2, 0, 3));
  EXPECT_NEAR(classes[0].mean_cost, 1.1 / 3, 1e-6);
  EXPECT_THAT(classes[1].members, ElementsAre(4, 1));
  EXPECT_THAT(classes[2].members, ElementsAre(5));
}

TEST(Classes, OfWordsHaveTheirCentralOnesInAnObject) {
  const RowMatrix points = random_table(60, 4, 1);
  const KMeansOptions options{.clusters = 4, .seed = 3};
  const KMeansResult found = kmeans(points, options);
  const auto classes = classes_of(found.assignment, 4);
  const Vocabulary words = testing::random_embedding(60, 4, 1).vocabulary;
  EXPECT_THAT(central_words(classes[1], words, 1),
              ElementsAre(words.word(classes[1].members.front())));
  const nlohmann::ordered_json object = to_json(found, classes, words, options, 2);
  EXPECT_EQ(object.at("words"), 60);
  EXPECT_EQ(object.at("metric"), "cosine");
  EXPECT_EQ(object.at("classes").size(), classes.size());
  EXPECT_EQ(object.at("classes").at(1).at("words").size(), 2u);
  EXPECT_EQ(object.at("classes").at(1).at("cohesion"), cohesion(classes[1], Metric::kCosine));
  EXPECT_EQ(object.at("iterations"), found.inertias.size());
}

TEST(SoftClasses, TheFirstIsThatOfTheHardAssignment) {
  const RowMatrix points = random_table(400, 6, 1);
  for (const Metric metric : {Metric::kCosine, Metric::kEuclidean}) {
    const KMeansResult hard = kmeans(points, {.clusters = 9, .metric = metric});
    const SoftAssignment soft = assign_softly(points, hard.centroids, metric, 3);
    for (Eigen::Index i = 0; i < 400; ++i) {
      EXPECT_EQ(soft.labels(i, 0), hard.assignment.labels[static_cast<std::size_t>(i)]);
      EXPECT_EQ(soft.costs(i, 0), hard.assignment.costs[static_cast<std::size_t>(i)]);
      EXPECT_NEAR(soft.weights.row(i).sum(), 1, 1e-6);
      for (Eigen::Index j = 1; j < 3; ++j) {
        EXPECT_LE(soft.costs(i, j - 1), soft.costs(i, j) + 1e-5f);
        EXPECT_NEAR(soft.weights(i, j) * soft.costs(i, j), soft.weights(i, 0) * soft.costs(i, 0),
                    1e-5);
      }
    }
  }
}

TEST(SoftClasses, APointThatIsACentroidBelongsToItAlone) {
  const RowMatrix points = random_table(5, 3, 2);
  const SoftAssignment soft = assign_softly(points, points, Metric::kEuclidean, 2);
  for (Eigen::Index i = 0; i < 5; ++i) {
    EXPECT_EQ(soft.labels(i, 0), i);
    EXPECT_EQ(soft.weights(i, 0), 1.0f);
    EXPECT_EQ(soft.weights(i, 1), 0.0f);
  }
}

TEST(SoftClasses, TheNumberOfThreadsChangesNoByte) {
  const RowMatrix points = random_table(900, 7, 3), centroids = random_table(11, 7, 4);
  const auto run = [&](int count) {
    const ThreadCount threads(count);
    return assign_softly(points, centroids, Metric::kEuclidean, 4);
  };
  const SoftAssignment one = run(1);
  for (const int count : {2, 3}) {
    EXPECT_EQ(run(count).labels, one.labels);
    EXPECT_EQ(run(count).weights, one.weights);
  }
}

TEST(SoftClasses, WhatDoesNotFitIsNamed) {
  const RowMatrix points = random_table(4, 3, 5);
  EXPECT_THAT(option_error_of([&] { assign_softly(points, points, Metric::kCosine, 5); }),
              HasSubstr("m = 5: must be 1..4"));
  EXPECT_THAT(option_error_of([&] { assign_softly(points, points, Metric::kCosine, 0); }),
              HasSubstr("m = 0"));
  EXPECT_THAT(
      option_error_of([&] { assign_softly(points, random_table(4, 2, 6), Metric::kCosine, 1); }),
      HasSubstr("4 x 2"));
}

}  // namespace classes_test
}  // namespace eigenlex
