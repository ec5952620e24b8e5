#include "eigenlex/refine/kmeans.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "kmeans_parts.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kBlockRows = 1024;

/// Squared lengths and distances below this stay finite in float.
constexpr float kMostSquare = 1e37f;

void require_usable(const RowMatrix& points, Metric metric) {
  parallel_blocks(points.rows(), kBlockRows,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t row = begin; row < end; ++row) {
                      if (!points.row(row).allFinite()) {
                        throw OptionError("points", fmt::format("row {}", row),
                                          "holds a number that is not finite");
                      }
                      if (metric == Metric::kCosine) continue;
                      if (points.row(row).squaredNorm() <= kMostSquare) continue;
                      throw OptionError("points", fmt::format("row {}", row),
                                        "is too long: its square must be at most 1e37");
                    }
                  });
}

bool has_empty_cluster(const Assignment& assignment, std::int64_t clusters) {
  std::vector<bool> used(static_cast<std::size_t>(clusters), false);
  for (const std::int32_t label : assignment.labels) used[static_cast<std::size_t>(label)] = true;
  return !std::ranges::all_of(used, [](bool is_used) { return is_used; });
}

/// Why to stop after the last assignment, or nothing.
std::optional<KMeansStop> reason_to_stop(const KMeansResult& result, const KMeansOptions& options,
                                         bool settled) {
  const std::vector<double>& inertias = result.inertias;
  const bool complete = !has_empty_cluster(result.assignment, result.centroids.rows());
  if (settled && complete) return KMeansStop::kSettled;
  if (inertias.size() > 1 && complete) {
    const double before = inertias[inertias.size() - 2];
    if (before - inertias.back() <= options.tolerance * before) return KMeansStop::kTolerance;
  }
  if (std::ssize(inertias) == options.max_iterations) return KMeansStop::kMaxIterations;
  return std::nullopt;
}

}  // namespace

void KMeansOptions::validate() const {
  const auto require = [](bool condition, const char* field, const std::string& value,
                          const char* requirement) {
    if (!condition) throw OptionError(field, value, requirement);
  };
  require(clusters >= 1, "KMeansOptions.clusters", std::to_string(clusters), "must be at least 1");
  require(max_iterations >= 1, "KMeansOptions.max_iterations", std::to_string(max_iterations),
          "must be at least 1");
  require(tolerance >= 0 && tolerance < 1, "KMeansOptions.tolerance", fmt::to_string(tolerance),
          "must be at least 0 and below 1");
  require(seeding_points_per_cluster >= 0, "KMeansOptions.seeding_points_per_cluster",
          std::to_string(seeding_points_per_cluster), "must be at least 0");
}

KMeansResult kmeans(const RowMatrix& points, const KMeansOptions& options,
                    const Progress& progress) {
  options.validate();
  require_usable(points, options.metric);
  if (options.clusters > points.rows() && !options.allow_fewer) {
    throw OptionError("KMeansOptions.clusters", std::to_string(options.clusters),
                      fmt::format("must be at most the number of points, {}", points.rows()));
  }
  RowMatrix scaled;
  if (options.metric == Metric::kCosine) scaled = unit_rows(points);
  const RowMatrix& rows = options.metric == Metric::kCosine ? scaled : points;
  report(progress, 0, options.max_iterations);
  KMeansResult result;
  result.centroids = choose_seeds(rows, options);
  for (int iteration = 1;; ++iteration) {
    // After the first iteration these are the labels that the centroids were computed from.
    const std::vector<std::int32_t> before = std::move(result.assignment.labels);
    result.assignment = assign_rows(rows, result.centroids, options.metric);
    result.inertias.push_back(result.assignment.inertia);
    report(progress, iteration, options.max_iterations);
    if (const auto reason = reason_to_stop(result, options, before == result.assignment.labels)) {
      result.stop = *reason;
      return result;
    }
    result.reseeded += move_centroids(rows, options.metric, result.assignment, result.centroids);
  }
}

void require_fit(const RowMatrix& points, const RowMatrix& centroids, Metric metric) {
  if (centroids.rows() < 1 || centroids.cols() != points.cols()) {
    throw OptionError(
        "centroids", fmt::format("{} x {}", centroids.rows(), centroids.cols()),
        fmt::format("must have rows, and the {} columns of the points", points.cols()));
  }
  require_usable(points, metric);
}

Assignment assign(const RowMatrix& points, const RowMatrix& centroids, Metric metric) {
  require_fit(points, centroids, metric);
  return metric == Metric::kCosine ? assign_rows(unit_rows(points), centroids, metric)
                                   : assign_rows(points, centroids, metric);
}

}  // namespace eigenlex
