#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <Eigen/Core>
#include <nlohmann/json_fwd.hpp>

#include "eigenlex/matrix/row_matrix.hpp"
#include "eigenlex/refine/kmeans.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// The points of one cluster.
struct PointClass {
  std::int32_t cluster = 0;           ///< which cluster of the assignment it is
  std::vector<std::int32_t> members;  ///< the cheapest, most central one first; ties by id
  double mean_cost = 0;               ///< of its members
};

/// The clusters that have members, the largest first, ties by cluster.
std::vector<PointClass> classes_of(const Assignment& assignment, std::int64_t clusters);

/// What people call the distance of a point from its centroid, by its cost: 1 - cos, or the
/// Euclidean distance.
double class_distance(double cost, Metric metric);

/// How close the members of a class are: their mean cosine with the centroid, or their mean squared
/// distance from it.
double cohesion(const PointClass& each, Metric metric);

/// The `count` words nearest to the centroid, where points are words.
std::vector<std::string> central_words(const PointClass& each, const Vocabulary& words,
                                       std::size_t count);

/// Classes of words and how they were found as an object: words (their number), classes (number,
/// size, cohesion or spread, central words), metric, seed, iterations, stop, reseeded, inertias.
nlohmann::ordered_json to_json(const KMeansResult& found, const std::vector<PointClass>& classes,
                               const Vocabulary& words, const KMeansOptions& options,
                               std::size_t central);

/// The m nearest centroids of each point with their shares.
struct SoftAssignment {
  using Labels = Eigen::Matrix<std::int32_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using Costs = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  Labels labels;      ///< n x m, the nearest first
  Costs costs;        ///< n x m, as in `Assignment`
  RowMatrix weights;  ///< n x m, above or equal to 0, a row sums to 1
};

/// The `m` nearest of `centroids` for each of `points`, weighted by 1 / cost: the memberships of
/// fuzzy c-means with fuzzifier 2 (Bezdek 1981), cut off after the m largest.
///
/// Where a point is a centroid, that one has the weight 1. Throws OptionError where shapes do not
/// fit, m is not in 1 .. k, or a point is not finite. Cost: 2 n k d flops and a partial sort a
/// point. The same bytes for any number of threads.
SoftAssignment assign_softly(const RowMatrix& points, const RowMatrix& centroids, Metric metric,
                             std::int64_t m);

}  // namespace eigenlex
