#include "eigenlex/refine/tsne.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_embedding.hpp"

namespace eigenlex {
namespace tsne_test {

constexpr Eigen::Index kClusters = 4;

/// Points in clusters that are many of their radii apart, in turn.
RowMatrix clustered_points(Eigen::Index count) {
  const RowMatrix centres = 20 * testing::random_table(kClusters, 10, 1);
  RowMatrix points = testing::random_table(count, 10, 2);
  for (Eigen::Index i = 0; i < count; ++i) points.row(i) += centres.row(i % kClusters);
  return points;
}

TEST(Tsne, KeepsClustersApartAndTogether) {
  const RowMatrix points = clustered_points(160);
  const RowMatrix places = tsne(points, {.perplexity = 10, .iterations = 300});
  ASSERT_TRUE(places.allFinite());
  // The nearest point in the plane is one of the same cluster.
  for (Eigen::Index i = 0; i < places.rows(); ++i) {
    Eigen::VectorXf distances = (places.rowwise() - places.row(i)).rowwise().squaredNorm();
    distances[i] = distances.maxCoeff();
    Eigen::Index nearest = 0;
    distances.minCoeff(&nearest);
    EXPECT_EQ(nearest % kClusters, i % kClusters);
  }
}

TEST(Tsne, IsCentredAndFiniteForPointsThatAreAllTheSame) {
  const RowMatrix places = tsne(RowMatrix::Ones(30, 5), {.perplexity = 5, .iterations = 20});
  EXPECT_TRUE(places.allFinite());
  EXPECT_LT(places.colwise().mean().norm(), 1e-3);
}

TEST(Tsne, RejectsOptionsOutOfRange) {
  const RowMatrix points = testing::random_table(30, 3, 3);
  EXPECT_THROW(tsne(points, {.perplexity = 10}), OptionError);
  EXPECT_THROW(tsne(points, {.perplexity = 1}), OptionError);
  EXPECT_THROW(tsne(points, {.perplexity = 5, .iterations = 0}), OptionError);
  EXPECT_THROW(tsne(points, {.perplexity = 5, .exaggerated_iterations = -1}), OptionError);
  EXPECT_THROW(tsne(points, {.perplexity = 5, .exaggeration = 0.5}), OptionError);
}

TEST(Tsne, CountsItsSteps) {
  std::int64_t last = 0;
  tsne(testing::random_table(30, 3, 3), {.perplexity = 5, .iterations = 7},
       [&](std::int64_t done, std::int64_t total) {
         last = done;
         EXPECT_EQ(total, 7);
       });
  EXPECT_EQ(last, 7);
}

TEST(Tsne, DoesNotDependOnTheNumberOfThreads) {
  const RowMatrix points = clustered_points(100);
  const TsneOptions options{.perplexity = 10, .iterations = 60};
  const RowMatrix expected = tsne(points, options);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(tsne(points, options), expected);
  }
}

}  // namespace tsne_test
}  // namespace eigenlex
