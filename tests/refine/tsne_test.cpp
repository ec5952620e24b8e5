#include "eigenlex/refine/tsne.hpp"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "eigenlex/core/cancellation.hpp"
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
  const RowMatrix places =
      tsne(points, {.perplexity = 10, .iterations = 400, .exaggerated_iterations = 100});
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

TEST(Tsne, KeepsManyNeighboursNearWithTheTreeAsWithoutIt) {
  const RowMatrix points = testing::random_table(900, 3, 4);
  const auto kept = [&](double theta) {
    const RowMatrix places = tsne(points, {.perplexity = 20, .iterations = 400, .theta = theta});
    const NearestRows high = nearest_rows(points, 10);
    const NearestRows low = nearest_rows(places, 10);
    std::int64_t hits = 0;
    for (std::size_t i = 0; i < high.ids.size(); i += 10) {
      for (std::size_t j = 0; j < 10; ++j) {
        hits += std::count(&low.ids[i], &low.ids[i] + 10, high.ids[i + j]);
      }
    }
    return static_cast<double>(hits) / static_cast<double>(high.ids.size());
  };
  const double exact = kept(0);
  // By chance one in ninety.
  EXPECT_GT(exact, 0.3);
  EXPECT_NEAR(kept(0.5), exact, 0.03);
}

TEST(Tsne, TakesPointsOfAnySizeAndNumberOfColumns) {
  const RowMatrix points = clustered_points(60);
  const TsneOptions options{.perplexity = 5, .iterations = 30};
  const RowMatrix expected = tsne(points, options);
  EXPECT_EQ(tsne(0x1p40f * points, options), expected);
  EXPECT_EQ(tsne(0x1p-40f * points, options), expected);
  EXPECT_TRUE(tsne(points.leftCols(1), options).allFinite());
  EXPECT_EQ(tsne(RowMatrix(60, 0), options), RowMatrix::Zero(60, 2));
}

TEST(Tsne, TakesNeighboursThatAreKnown) {
  const RowMatrix points = clustered_points(60);
  const TsneOptions options{.perplexity = 5, .iterations = 30};
  EXPECT_EQ(options.neighbours(60), 15);
  NearestRows near = nearest_rows(points, 15);
  EXPECT_EQ(tsne(points, near, options), tsne(points, options));
  EXPECT_THROW(tsne(points, nearest_rows(points, 14), options), OptionError);
  EXPECT_THROW(tsne(points.topRows(59), near, options), OptionError);
  for (const std::int32_t wrong : {-1, 60}) {
    near.ids[7] = wrong;
    EXPECT_THROW(tsne(points, near, options), OptionError);
  }
}

TEST(Tsne, EndsWhenItIsCancelled) {
  const RowMatrix points = clustered_points(60);
  EXPECT_THROW(tsne(points, {.perplexity = 5, .iterations = 1000000},
                    [](std::int64_t done, std::int64_t) {
                      if (done == 3) throw Interrupted();
                    }),
               Interrupted);
  Cancellation requested;
  requested.request();
  const CancellationScope scope(requested);
  EXPECT_THROW(tsne(points, {.perplexity = 5}), Interrupted);
}

TEST(Tsne, RejectsOptionsOutOfRange) {
  const RowMatrix points = testing::random_table(30, 3, 3);
  EXPECT_THROW(tsne(points, {.perplexity = 10}), OptionError);
  EXPECT_THROW(tsne(points, {.perplexity = 1}), OptionError);
  EXPECT_THROW(tsne(points, {.perplexity = 5, .iterations = 0}), OptionError);
  EXPECT_THROW(tsne(points, {.perplexity = 5, .exaggerated_iterations = -1}), OptionError);
  EXPECT_THROW(tsne(points, {.perplexity = 5, .exaggeration = 0.5}), OptionError);
  EXPECT_THROW(tsne(points, {.perplexity = 5, .theta = -0.1}), OptionError);
  EXPECT_THROW(tsne(points, {.perplexity = 5, .theta = 1.1}), OptionError);
  const double no_number = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(tsne(points, {.perplexity = no_number}), OptionError);
  EXPECT_THROW(tsne(points, {.perplexity = 5, .exaggeration = no_number}), OptionError);
  EXPECT_THROW(tsne(points, {.perplexity = 5, .theta = no_number}), OptionError);
  RowMatrix infinite = points;
  infinite(3, 1) = std::numeric_limits<float>::infinity();
  EXPECT_THROW(tsne(infinite, {.perplexity = 5}), OptionError);
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
