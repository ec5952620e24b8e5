#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/reducer.hpp"

#include "refine/kmeans_parts.hpp"

namespace eigenlex::internal {
namespace {

/// Rows multiplied at a time: their products with some hundred centroids stay in the cache.
constexpr std::int64_t kAssignedRowsPerBlock = 256;
constexpr std::int64_t kBlockClusters = 16;

/// The members of each cluster: those of cluster c are ids[begin[c]] .. ids[begin[c + 1] - 1], in
/// increasing order.
struct Members {
  std::vector<std::size_t> begin;
  std::vector<std::int64_t> ids;

  std::span<const std::int64_t> of(std::int64_t cluster) const {
    const auto c = static_cast<std::size_t>(cluster);
    return std::span(ids).subspan(begin[c], begin[c + 1] - begin[c]);
  }
};

std::vector<std::int64_t> cluster_sizes(const std::vector<std::int32_t>& labels,
                                        std::int64_t clusters) {
  std::vector<std::int64_t> sizes(static_cast<std::size_t>(clusters), 0);
  for (const std::int32_t label : labels) ++sizes[static_cast<std::size_t>(label)];
  return sizes;
}

Members members_of(const std::vector<std::int32_t>& labels, std::int64_t clusters) {
  Members members{std::vector<std::size_t>(static_cast<std::size_t>(clusters) + 1, 0),
                  std::vector<std::int64_t>(labels.size())};
  for (const std::int32_t label : labels) ++members.begin[static_cast<std::size_t>(label) + 1];
  std::partial_sum(members.begin.begin(), members.begin.end(), members.begin.begin());
  std::vector<std::size_t> next(members.begin.begin(), members.begin.end() - 1);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    members.ids[next[static_cast<std::size_t>(labels[i])]++] = static_cast<std::int64_t>(i);
  }
  return members;
}

/// Gives each empty cluster the costliest point of those that leave no other cluster empty.
std::int64_t fill_empty_clusters(Assignment& assignment, std::int64_t clusters) {
  std::vector<std::int64_t> sizes = cluster_sizes(assignment.labels, clusters);
  if (std::ranges::count(sizes, 0) == 0) return 0;
  std::vector<std::size_t> by_cost(assignment.labels.size());
  std::iota(by_cost.begin(), by_cost.end(), std::size_t{0});
  std::ranges::stable_sort(by_cost, [&](std::size_t a, std::size_t b) {
    return assignment.costs[a] > assignment.costs[b];
  });
  auto next = by_cost.begin();
  std::int64_t filled = 0;
  for (std::int64_t cluster = 0; cluster < clusters; ++cluster) {
    if (sizes[static_cast<std::size_t>(cluster)] > 0) continue;
    while (next != by_cost.end() && sizes[static_cast<std::size_t>(assignment.labels[*next])] < 2) {
      ++next;
    }
    if (next == by_cost.end() || assignment.costs[*next] == 0) break;
    --sizes[static_cast<std::size_t>(assignment.labels[*next])];
    assignment.labels[*next++] = static_cast<std::int32_t>(cluster);
    ++filled;
  }
  return filled;
}

}  // namespace

float cost_at(const Eigen::Ref<const Eigen::RowVectorXf>& row,
              const Eigen::Ref<const Eigen::RowVectorXf>& centroid, Metric metric) {
  const float square = (row - centroid).squaredNorm();
  if (metric == Metric::kEuclidean) return square;
  // |x - c|^2 / 2 = 1 - cos for vectors of length 1.
  return row.isZero(0) ? 1.0f : square / 2;
}

Eigen::RowVectorXf score_offsets(const RowMatrix& centroids, Metric metric) {
  if (metric == Metric::kCosine) return Eigen::RowVectorXf::Zero(centroids.rows());
  return centroids.rowwise().squaredNorm().transpose() / -2.0f;
}

Assignment assign_rows(const RowMatrix& rows, const RowMatrix& centroids, Metric metric) {
  Checkpoint none([] {});
  return assign_rows(rows, centroids, metric, none);
}

Assignment assign_rows(const RowMatrix& rows, const RowMatrix& centroids, Metric metric,
                       Checkpoint& check) {
  Assignment assignment{std::vector<std::int32_t>(static_cast<std::size_t>(rows.rows())),
                        std::vector<double>(static_cast<std::size_t>(rows.rows()))};
  const Eigen::RowVectorXf offsets = score_offsets(centroids, metric);
  const auto assign_block = [&](std::int64_t block, Eigen::MatrixXd& part) {
    check();
    const std::int64_t begin = block * kAssignedRowsPerBlock;
    const std::int64_t end = std::min(begin + kAssignedRowsPerBlock, rows.rows());
    RowMatrix scores = offsets.replicate(end - begin, 1);
    scores.noalias() += rows.middleRows(begin, end - begin) * centroids.transpose();
    double& sum = part(0, 0);
    sum = 0;
    for (std::int64_t i = begin; i < end; ++i) {
      // Looking for the largest value and then for its place is faster than both at once.
      const float best = scores.row(i - begin).maxCoeff();
      const float* const first = scores.row(i - begin).data();
      const auto label = std::find(first, first + scores.cols(), best) - first;
      const float cost = cost_at(rows.row(i), centroids.row(label), metric);
      assignment.labels[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(label);
      assignment.costs[static_cast<std::size_t>(i)] = cost;
      sum += cost;
    }
  };
  const std::int64_t blocks = block_count(rows.rows(), kAssignedRowsPerBlock);
  assignment.inertia =
      sum_over_blocks<double>(blocks, blocks, 1, 1, assign_block, rows_in_one_place())(0, 0);
  return assignment;
}

ClusterSums cluster_sums(const RowMatrix& rows, const std::vector<std::int32_t>& labels,
                         std::int64_t clusters, const Reducer& reducer) {
  const Members members = members_of(labels, clusters);
  const std::int64_t width = rows.cols();
  ClusterSums sums = ClusterSums::Zero(clusters, width);
  // Entries of the sums in the order in which they lie, of which a piece may begin in a row.
  const auto add_rows = [&](std::int64_t first, std::int64_t last) {
    const std::int64_t first_cluster = first / width;
    parallel_blocks(block_count(last, width) - first_cluster, kBlockClusters,
                    [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                      for (std::int64_t c = first_cluster + begin; c < first_cluster + end; ++c) {
                        const std::int64_t from = std::max<std::int64_t>(first - c * width, 0);
                        const std::int64_t size = std::min(last - c * width, width) - from;
                        auto sum = sums.row(c).segment(from, size);
                        for (const std::int64_t id : members.of(c)) {
                          sum += rows.row(id).segment(from, size).cast<double>();
                        }
                      }
                    });
  };
  if (width > 0)
    reducer.in_row_order({sums.data(), static_cast<std::size_t>(sums.size())}, add_rows);
  return sums;
}

std::int64_t move_centroids(const RowMatrix& rows, Metric metric, Assignment& assignment,
                            RowMatrix& centroids) {
  const std::int64_t clusters = centroids.rows();
  const std::int64_t filled = fill_empty_clusters(assignment, clusters);
  const ClusterSums sums = cluster_sums(rows, assignment.labels, clusters, rows_in_one_place());
  const std::vector<std::int64_t> sizes = cluster_sizes(assignment.labels, clusters);
  for (std::int64_t cluster = 0; cluster < clusters; ++cluster) {
    const std::int64_t size = sizes[static_cast<std::size_t>(cluster)];
    if (size == 0) continue;
    const Eigen::RowVectorXd sum = sums.row(cluster);
    const double divisor = metric == Metric::kCosine ? sum.norm() : static_cast<double>(size);
    // Directions that cancel out are served by any centroid alike.
    if (divisor > 0) centroids.row(cluster) = (sum / divisor).cast<float>();
  }
  return filled;
}

}  // namespace eigenlex::internal
