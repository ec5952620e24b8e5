#pragma once

#include <cstdint>
#include <vector>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// What lies near what.
enum class Metric {
  kEuclidean,  ///< a point costs |x - c|^2
  kCosine,     ///< a point costs 1 - cos(x, c); centroids have length 1 (spherical k-means)
};
constexpr auto enum_names(Metric) {
  return std::to_array<EnumName<Metric>>(
      {{Metric::kEuclidean, "euclidean"}, {Metric::kCosine, "cosine"}});
}

/// How k-means clusters.
struct KMeansOptions {
  /// Number of clusters k, >= 1 and at most the number of distinct points.
  std::int64_t clusters = 500;
  Metric metric = Metric::kCosine;
  /// Most assignments of all points to centroids, >= 1.
  int max_iterations = 100;
  /// Stop when an iteration lowers the inertia by no more than this share of it, >= 0.
  double tolerance = 1e-4;
  /// Points for each cluster that seeds are chosen from, >= 1; 0 for all points. Choosing costs
  /// about log k passes over these points for each cluster.
  std::int64_t seeding_points_per_cluster = 32;
  /// Make fewer clusters where there are fewer different points, instead of throwing.
  bool allow_fewer = false;
  /// Seed of the random choices.
  std::uint64_t seed = 1;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// The centroid nearest to each point.
struct Assignment {
  std::vector<std::int32_t> labels;  ///< n, each in 0 .. k-1; of equally near ones the first
  std::vector<double> costs;         ///< n, what each point adds to the inertia
  double inertia = 0;                ///< sum of the costs
};

/// Why k-means stopped.
enum class KMeansStop {
  kSettled,        ///< no point changed its cluster
  kTolerance,      ///< the inertia fell by less than the tolerance
  kMaxIterations,  ///< neither happened in time
};
constexpr auto enum_names(KMeansStop) {
  return std::to_array<EnumName<KMeansStop>>({{KMeansStop::kSettled, "settled"},
                                              {KMeansStop::kTolerance, "tolerance"},
                                              {KMeansStop::kMaxIterations, "max-iterations"}});
}

/// What k-means found.
struct KMeansResult {
  RowMatrix centroids;           ///< k x d
  Assignment assignment;         ///< of the points to these centroids
  std::vector<double> inertias;  ///< after each assignment; the last is that of `assignment`
  std::int64_t reseeded = 0;     ///< how often a cluster had become empty and got a new centroid
  KMeansStop stop = KMeansStop::kMaxIterations;
};

/// Clusters points (n x d) around k centroids, so that the sum of their costs is at a local
/// minimum.
///
/// Lloyd's iteration (IEEE Trans. Inf. Theory 1982; Dhillon & Modha, Machine Learning 2001, for the
/// cosine) from greedy k-means++ seeds (Arthur & Vassilvitskii, SODA 2007; of 2 + ln k candidates
/// the one that lowers the cost most), which are chosen among a random sample of the points.
///
/// An empty cluster gets the point that costs most as its centroid; one may be empty at the end
/// only if the iterations ran out. Points of length 0 have no direction: with the cosine they cost
/// 1, belong to cluster 0 and move no centroid. Inertias never rise, but for rounding.
///
/// Throws OptionError for bad options, a number that is not finite or (Euclidean) a row whose
/// square is above 1e37 (the row is named), and k above the number of distinct points (of distinct
/// directions, with the cosine). Cost: 2 n k d flops an iteration as a matrix product, 2 s k (2 +
/// ln k) d for seeds among s points. Memory: n + k rows besides the points, and those of s. The
/// same bytes for any number of threads.
KMeansResult kmeans(const RowMatrix& points, const KMeansOptions& options,
                    const Progress& progress = {});

/// The nearest of `centroids` (k x d, of length 1 for the cosine) for each of `points` (n x d).
///
/// Throws OptionError where shapes do not fit or a point is not finite. Cost: 2 n k d flops. The
/// same bytes for any number of threads.
Assignment assign(const RowMatrix& points, const RowMatrix& centroids, Metric metric);

}  // namespace eigenlex
