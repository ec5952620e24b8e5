#include <algorithm>
#include <cmath>
#include <numeric>

#include "eigenlex/core/parallel.hpp"

#include "refine/kmeans_parts.hpp"

namespace eigenlex::internal {
namespace {

/// Rows multiplied at a time: their products with some hundred centroids stay in the cache.
constexpr std::int64_t kBlockRows = 256;

/// The members of each cluster: those of cluster c are ids[begin[c]] .. ids[begin[c + 1] - 1], in
/// increasing order.
struct Members {
  std::vector<std::size_t> begin;
  std::vector<std::int64_t> ids;
};

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
  std::vector<std::int64_t> sizes(static_cast<std::size_t>(clusters), 0);
  for (const std::int32_t label : assignment.labels) ++sizes[static_cast<std::size_t>(label)];
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
  std::vector<double> sums(static_cast<std::size_t>(block_count(rows.rows(), kBlockRows)), 0.0);
  const Eigen::RowVectorXf offsets = score_offsets(centroids, metric);
  parallel_blocks(
      rows.rows(), kBlockRows, [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
        check();
        RowMatrix scores = offsets.replicate(end - begin, 1);
        scores.noalias() += rows.middleRows(begin, end - begin) * centroids.transpose();
        double& sum = sums[static_cast<std::size_t>(block)];
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
      });
  assignment.inertia = std::accumulate(sums.begin(), sums.end(), 0.0);
  return assignment;
}

std::int64_t move_centroids(const RowMatrix& rows, Metric metric, Assignment& assignment,
                            RowMatrix& centroids) {
  const std::int64_t clusters = centroids.rows();
  const std::int64_t filled = fill_empty_clusters(assignment, clusters);
  const Members members = members_of(assignment.labels, clusters);
  parallel_blocks(clusters, 16, [&](std::int64_t, std::int64_t first, std::int64_t last) {
    for (std::int64_t cluster = first; cluster < last; ++cluster) {
      const std::size_t begin = members.begin[static_cast<std::size_t>(cluster)];
      const std::size_t end = members.begin[static_cast<std::size_t>(cluster) + 1];
      if (begin == end) continue;
      Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(rows.cols());
      for (std::size_t i = begin; i < end; ++i) sum += rows.row(members.ids[i]).cast<double>();
      const double divisor =
          metric == Metric::kCosine ? sum.norm() : static_cast<double>(end - begin);
      // Directions that cancel out are served by any centroid alike.
      if (divisor > 0) centroids.row(cluster) = (sum / divisor).cast<float>();
    }
  });
  return filled;
}

}  // namespace eigenlex::internal
