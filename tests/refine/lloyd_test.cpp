#include <array>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"

#include "refine/kmeans_parts.hpp"
#include "support/matrices.hpp"
#include "support/two_ranks.hpp"

namespace eigenlex::internal {
namespace lloyd_test {

using testing::RankReducer;
using testing::TwoRanks;

constexpr std::int64_t kPoints = 5000;
constexpr std::int64_t kClusters = 41;

/// Of very different sizes, so that sums depend on the order of additions.
RowMatrix uneven_points() {
  RowMatrix points = testing::random_dense(kPoints, 7, 1).cast<float>();
  for (Eigen::Index i = 0; i < points.rows(); i += 300) points.row(i) *= 1e7F;
  return points;
}

std::vector<std::int32_t> some_labels() {
  std::vector<std::int32_t> labels;
  // The last cluster has none.
  for (std::int64_t i = 0; i < kPoints; ++i) {
    labels.push_back(static_cast<std::int32_t>(i * 7919 % (kClusters - 1)));
  }
  return labels;
}

TEST(ClusterSums, AddTheMembersInTheirOrderForAnyNumberOfThreads) {
  const RowMatrix points = uneven_points();
  const std::vector<std::int32_t> labels = some_labels();
  ClusterSums expected = ClusterSums::Zero(kClusters, points.cols());
  for (Eigen::Index i = 0; i < kPoints; ++i) {
    expected.row(labels[static_cast<std::size_t>(i)]) += points.row(i).cast<double>();
  }
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(cluster_sums(points, labels, kClusters, rows_in_one_place()), expected) << threads;
  }
}

TEST(ClusterSums, AreTheSameBytesForRowsSpreadOverTwo) {
  const RowMatrix points = uneven_points();
  const std::vector<std::int32_t> labels = some_labels();
  const ClusterSums expected = cluster_sums(points, labels, kClusters, rows_in_one_place());
  TwoRanks ranks;
  std::array<ClusterSums, 2> sums;
  ranks.run([&](int rank) {
    const RankReducer reducer(ranks, rank, 3 * kSumRows, kPoints);
    const auto first = labels.begin() + reducer.first_row();
    sums[static_cast<std::size_t>(rank)] =
        cluster_sums(reducer.part(points), {first, first + reducer.here()}, kClusters, reducer);
  });
  for (const ClusterSums& sum : sums) EXPECT_EQ(sum, expected);
}

}  // namespace lloyd_test
}  // namespace eigenlex::internal
