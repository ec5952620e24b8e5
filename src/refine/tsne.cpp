#include "eigenlex/refine/tsne.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/scale.hpp"
#include "eigenlex/refine/principal_components.hpp"

#include "refine/affinities.hpp"
#include "refine/quadtree.hpp"

namespace eigenlex {
namespace {

using internal::Affinities;
using internal::Quadtree;

using Moves = Eigen::Array<float, Eigen::Dynamic, 2, Eigen::RowMajor>;

/// The principal components, scaled to a standard deviation of 1e-4 along the first.
RowMatrix first_places(const RowMatrix& points) {
  RowMatrix places = RowMatrix::Zero(points.rows(), 2);
  if (points.cols() == 0) return places;
  const RowMatrix components = principal_components(points, 2);
  places.leftCols(components.cols()) = components;
  const double deviation =
      std::sqrt(places.col(0).cast<double>().squaredNorm() / static_cast<double>(points.rows()));
  if (deviation > 0) places *= static_cast<float>(1e-4 / deviation);
  return places;
}

/// Half of t-SNE's gradient, Σ_j (p_ij f - q_ij) (y_i - y_j) / (1 + |y_i - y_j|²) for each point,
/// twice: with f the factor of attraction and q_ij = 1 / (1 + |y_i - y_j|²) / Z.
class Gradient {
 public:
  Gradient(const Affinities& joint, double theta, Eigen::Index points)
      : joint_(joint), theta_(theta), forces_(points, 2) {}

  const RowMatrix& at(const RowMatrix& places, double attraction) {
    tree_.build(places);
    const double normalizer = tree_.repulsion(theta_, forces_);
    // Two points at most so far apart that nothing is left of their closeness push nowhere.
    forces_ *= static_cast<float>(normalizer > 0 ? -4 / normalizer : 0);
    add_attraction(joint_, places, static_cast<float>(4 * attraction), forces_);
    return forces_;
  }

 private:
  const Affinities& joint_;
  double theta_;
  Quadtree tree_;
  RowMatrix forces_;
};

/// Descends by steps with momentum and a gain for each coordinate (Jacobs' delta-bar-delta rule, as
/// in the authors' program).
class Descent {
 public:
  Descent(Eigen::Index points, double rate)
      : velocity_(Moves::Zero(points, 2)), gains_(Moves::Ones(points, 2)), rate_(rate) {}

  void step(const RowMatrix& gradient, float momentum, RowMatrix& places) {
    const auto rate = static_cast<float>(rate_);
    gains_ =
        ((gradient.array() > 0) == (velocity_ > 0)).select(gains_ * 0.8f, gains_ + 0.2f).max(0.01f);
    velocity_ = momentum * velocity_ - rate * gains_ * gradient.array();
    places.array() += velocity_;
    const Eigen::RowVectorXd mean = places.cast<double>().colwise().mean();
    places.rowwise() -= mean.cast<float>();
  }

 private:
  Moves velocity_;
  Moves gains_;
  double rate_;
};

void require_neighbours(const RowMatrix& points, const NearestRows& near,
                        const TsneOptions& options) {
  const std::int64_t count = options.neighbours(points.rows());
  const auto size = static_cast<std::size_t>(points.rows() * count);
  const auto is_point = [&](std::int32_t id) { return id >= 0 && id < points.rows(); };
  if (near.count != count || near.ids.size() != size || near.distances.size() != size ||
      !std::ranges::all_of(near.ids, is_point)) {
    throw OptionError(
        "near.count", std::to_string(near.count),
        fmt::format("must be {} of the {} points for each of them", count, points.rows()));
  }
}

void require(bool condition, const char* field, double value, const char* requirement) {
  if (!condition) {
    throw OptionError(fmt::format("TsneOptions.{}", field), fmt::to_string(value), requirement);
  }
}

}  // namespace

void TsneOptions::validate() const {
  require(perplexity >= 2 && std::isfinite(perplexity), "perplexity", perplexity,
          "must be at least 2");
  require(iterations >= 1, "iterations", iterations, "must be at least 1");
  require(exaggerated_iterations >= 0, "exaggerated_iterations", exaggerated_iterations,
          "must be at least 0");
  require(exaggeration >= 1 && std::isfinite(exaggeration), "exaggeration", exaggeration,
          "must be at least 1");
  require(theta >= 0 && theta <= 1, "theta", theta, "must be 0 .. 1");
}

std::int64_t TsneOptions::neighbours(std::int64_t points) const {
  if (3 * perplexity >= static_cast<double>(points)) {
    throw OptionError("TsneOptions.perplexity", fmt::to_string(perplexity),
                      fmt::format("must be less than a third of the {} points", points));
  }
  return static_cast<std::int64_t>(3 * perplexity);
}

RowMatrix tsne(const RowMatrix& points, const TsneOptions& options, const Progress& progress) {
  options.validate();
  return tsne(points, nearest_rows(points, options.neighbours(points.rows())), options, progress);
}

RowMatrix tsne(const RowMatrix& points, const NearestRows& near, const TsneOptions& options,
               const Progress& progress) {
  options.validate();
  require_neighbours(points, near, options);
  const Affinities joint = internal::affinities_of(near, options.perplexity);
  RowMatrix places = first_places(points);
  Gradient gradient(joint, options.theta, places.rows());
  Descent descent(places.rows(),
                  std::max(50.0, static_cast<double>(places.rows()) / options.exaggeration / 4));
  for (int step = 0; step < options.iterations; ++step) {
    check_cancelled();
    const bool early = step < options.exaggerated_iterations;
    const RowMatrix& slope = gradient.at(places, early ? options.exaggeration : 1);
    descent.step(slope, early ? 0.5f : 0.8f, places);
    report(progress, step + 1, options.iterations);
  }
  return places;
}

}  // namespace eigenlex
