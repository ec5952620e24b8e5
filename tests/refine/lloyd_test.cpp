#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/row_spread.hpp"

#include "refine/kmeans_parts.hpp"
#include "support/matrices.hpp"
#include "support/thread_ranks.hpp"

namespace eigenlex::internal {
namespace lloyd_test {

using testing::ThreadRanks;

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

TEST(ClusterSums, AreTheSameBytesForRowsSpreadOverRanks) {
  const RowMatrix points = uneven_points();
  const std::vector<std::int32_t> labels = some_labels();
  const ClusterSums expected = cluster_sums(points, labels, kClusters, rows_in_one_place());
  const auto sums = ThreadRanks(3).run([&](const Communicator& ranks) {
    const GroupOwners owners(static_cast<std::size_t>(block_count(kPoints, kGroupRows)), 0);
    const RowSpread rows(ranks, kPoints, 1, owners);
    const auto first = labels.begin() + rows.first_row();
    return cluster_sums(points.middleRows(rows.first_row(), rows.kept()),
                        {first, first + rows.kept()}, kClusters, rows);
  });
  for (const ClusterSums& sum : sums) EXPECT_EQ(sum, expected);
}

}  // namespace lloyd_test
}  // namespace eigenlex::internal
