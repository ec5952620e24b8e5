#include "eigenlex/refine/kmeans.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/scale.hpp"

#include "refine/kmeans_parts.hpp"

namespace eigenlex {
namespace {

using internal::assign_rows;
using internal::Checkpoint;
using internal::choose_seeds;
using internal::move_centroids;
using internal::ready_points;
using internal::ReadyPoints;
using internal::require_fit;
using internal::undo_scale;

/// Throws where the square of one row's length is all there is in float beside that of another.
void require_comparable(const RowMatrix& rows) {
  constexpr float kLeastSquare = 1e-36f;
  for (Eigen::Index row = 0; row < rows.rows(); ++row) {
    if (rows.row(row).isZero(0) || rows.row(row).squaredNorm() > kLeastSquare) continue;
    Eigen::Index longest = 0;
    rows.cwiseAbs().rowwise().maxCoeff().maxCoeff(&longest);
    throw OptionError("points", fmt::format("row {}", longest),
                      fmt::format("is too long beside row {}: their squared lengths must be within "
                                  "36 powers of ten; leave it out, or compare directions",
                                  row));
  }
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

ReadyPoints internal::ready_points(const RowMatrix& points, Metric metric, float largest) {
  largest = std::max(largest, largest_magnitude(points));
  if (!std::isfinite(largest)) {
    Eigen::Index row = 0;
    while (row < points.rows() && points.row(row).allFinite()) ++row;
    throw OptionError("points", fmt::format("row {}", row), "holds a number that is not finite");
  }
  if (metric == Metric::kCosine) return {unit_rows(points), 1.0};
  if (largest == 0) return {points, 1.0};
  const double scale = scale_to_one(largest);
  ReadyPoints ready{static_cast<float>(scale) * points, scale};
  require_comparable(ready.rows);
  return ready;
}

void internal::undo_scale(double scale, Assignment& assignment) {
  if (scale == 1) return;
  const double square = scale * scale;
  for (double& cost : assignment.costs) cost /= square;
  assignment.inertia /= square;
}

KMeansResult kmeans(const RowMatrix& points, const KMeansOptions& options,
                    const Progress& progress) {
  options.validate();
  if (options.clusters > points.rows() && !options.allow_fewer) {
    throw OptionError("KMeansOptions.clusters", std::to_string(options.clusters),
                      fmt::format("must be at most the number of points, {}", points.rows()));
  }
  const ReadyPoints ready = ready_points(points, options.metric);
  int iteration = 0;
  Checkpoint check([&] { report(progress, iteration, options.max_iterations); });
  check();
  KMeansResult result;
  result.centroids = choose_seeds(ready.rows, options, check);
  while (true) {
    // After the first iteration these are the labels that the centroids were computed from.
    const std::vector<std::int32_t> before = std::move(result.assignment.labels);
    result.assignment = assign_rows(ready.rows, result.centroids, options.metric, check);
    result.inertias.push_back(result.assignment.inertia);
    ++iteration;
    check();
    if (const auto reason = reason_to_stop(result, options, before == result.assignment.labels)) {
      result.stop = *reason;
      break;
    }
    result.reseeded +=
        move_centroids(ready.rows, options.metric, result.assignment, result.centroids);
  }
  undo_scale(ready.scale, result.assignment);
  for (double& inertia : result.inertias) inertia /= ready.scale * ready.scale;
  result.centroids *= static_cast<float>(1 / ready.scale);
  return result;
}

void internal::require_fit(const RowMatrix& points, const RowMatrix& centroids) {
  if (centroids.rows() >= 1 && centroids.cols() == points.cols()) return;
  throw OptionError("centroids", fmt::format("{} x {}", centroids.rows(), centroids.cols()),
                    fmt::format("must have rows, and the {} columns of the points", points.cols()));
}

Assignment assign(const RowMatrix& points, const RowMatrix& centroids, Metric metric) {
  require_fit(points, centroids);
  const ReadyPoints ready = ready_points(points, metric, largest_magnitude(centroids));
  Assignment assignment =
      assign_rows(ready.rows, static_cast<float>(ready.scale) * centroids, metric);
  undo_scale(ready.scale, assignment);
  return assignment;
}

}  // namespace eigenlex
