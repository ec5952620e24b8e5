#pragma once

#include <cstdint>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/matrix/reducer.hpp"
#include "eigenlex/matrix/row_matrix.hpp"
#include "eigenlex/matrix/unit_rows.hpp"
#include "eigenlex/refine/kmeans.hpp"

#include "refine/checkpoint.hpp"

namespace eigenlex::internal {

// The parts of k-means. Rows are finite; for the cosine they have length 1 or 0.

/// Throws OptionError unless there are centroids, of as many columns as the points.
void require_fit(const RowMatrix& points, const RowMatrix& centroids);

/// Points made ready for a metric: of length 1 or 0 for the cosine, else times a power of two that
/// keeps squares of distances within the range of float.
struct ReadyPoints {
  RowMatrix rows;
  double scale = 1;
};

/// Throws OptionError for a point that is not finite. `largest` is the largest magnitude of what
/// the points are compared with, if that is more.
ReadyPoints ready_points(const RowMatrix& points, Metric metric, float largest = 0);

/// Takes costs of ready points to those of the points themselves.
void undo_scale(double scale, Assignment& assignment);

/// Seeds by greedy k-means++: k rows of `rows` (fewer if that is allowed), no two of them alike.
///
/// Draws each with a probability proportional to |x - nearest seed|^2. Throws OptionError where
/// there are not that many distinct rows.
RowMatrix choose_seeds(const RowMatrix& rows, const KMeansOptions& options, Checkpoint& check);

/// What a row costs at a centroid; computed from the difference, which is exact where they agree.
float cost_at(const Eigen::Ref<const Eigen::RowVectorXf>& row,
              const Eigen::Ref<const Eigen::RowVectorXf>& centroid, Metric metric);

/// What is added to products with rows so that the nearest centroid maximizes them: x.c - |c|^2 /
/// 2, without the second term where all centroids have length 1.
Eigen::RowVectorXf score_offsets(const RowMatrix& centroids, Metric metric);

/// `assign` for rows that are known to fit.
Assignment assign_rows(const RowMatrix& rows, const RowMatrix& centroids, Metric metric,
                       Checkpoint& check);
/// The same without being stopped.
Assignment assign_rows(const RowMatrix& rows, const RowMatrix& centroids, Metric metric);

using ClusterSums = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The sum of the rows of each cluster, added in their order: labels are those of the rows here.
ClusterSums cluster_sums(const RowMatrix& rows, const std::vector<std::int32_t>& labels,
                         std::int64_t clusters, const Reducer& reducer);

/// Moves the centroids to the means of their points (for the cosine, scaled to length 1), after
/// giving the costliest point to each cluster that is empty; the number of those.
std::int64_t move_centroids(const RowMatrix& rows, Metric metric, Assignment& assignment,
                            RowMatrix& centroids);

}  // namespace eigenlex::internal
