#include "eigenlex/refine/tsne.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/refine/principal_components.hpp"

#include "refine/checkpoint.hpp"

namespace eigenlex {
namespace {

using internal::Checkpoint;

constexpr std::int64_t kMapRowsPerBlock = 32;
constexpr int kMomentumSwitch = 250;

/// Squared Euclidean distances between points, n x n.
Eigen::MatrixXd squared_distances(const RowMatrix& points, Checkpoint& check) {
  const Eigen::MatrixXd wide = points.cast<double>();
  Eigen::MatrixXd distances(points.rows(), points.rows());
  const Eigen::VectorXd norms = wide.rowwise().squaredNorm();
  parallel_blocks(points.rows(), kMapRowsPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    check();
                    distances.middleCols(begin, end - begin).noalias() =
                        -2 * wide * wide.middleRows(begin, end - begin).transpose();
                    for (std::int64_t i = begin; i < end; ++i) {
                      distances.col(i).array() += norms.array() + norms[i];
                      distances(i, i) = 0;
                    }
                  });
  return distances.cwiseMax(0);
}

/// Replaces the squared distances of point i by the probabilities exp(-β d²) / Σ, with β such that
/// their entropy is log(perplexity); by bisection.
void calibrate(Eigen::Ref<Eigen::VectorXd> column, Eigen::Index i, double perplexity) {
  constexpr int kMostSteps = 60;
  constexpr double kClose = 1e-5;
  const double target = std::log(perplexity);
  const Eigen::ArrayXd distances = column.array();
  // The smallest distance to another point is taken off all: probabilities stay as they are and
  // their sum cannot vanish.
  double nearest = std::numeric_limits<double>::infinity();
  for (Eigen::Index j = 0; j < distances.size(); ++j) {
    if (j != i) nearest = std::min(nearest, distances[j]);
  }
  double low = 0, high = std::numeric_limits<double>::infinity();
  double beta = 1;
  for (int step = 0; step < kMostSteps; ++step) {
    Eigen::ArrayXd weights = (-beta * (distances - nearest)).exp();
    weights[i] = 0;
    const double sum = weights.sum();
    const double entropy = std::log(sum) + beta * (weights * (distances - nearest)).sum() / sum;
    column = weights / sum;
    if (std::abs(entropy - target) < kClose) return;
    (entropy > target ? low : high) = beta;
    beta = std::isinf(high) ? 2 * beta : (low + high) / 2;
  }
}

/// The joint probabilities of pairs: symmetric, 0 on the diagonal, of sum 1.
Eigen::MatrixXd joint_probabilities(const RowMatrix& points, double perplexity, Checkpoint& check) {
  Eigen::MatrixXd conditional = squared_distances(points, check);
  parallel_blocks(points.rows(), kMapRowsPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    check();
                    for (std::int64_t i = begin; i < end; ++i) {
                      calibrate(conditional.col(i), i, perplexity);
                    }
                  });
  return (conditional + conditional.transpose()) / (2 * static_cast<double>(points.rows()));
}

/// What pulls points together and what pushes them apart, before the latter is divided by Z, the
/// sum of (1 + |y_i - y_j|²)^-1 over all pairs.
struct Forces {
  explicit Forces(Eigen::Index points)
      : attraction(points, 2),
        repulsion(points, 2),
        block_sums(static_cast<std::size_t>(block_count(points, kMapRowsPerBlock))) {}

  double normalizer() const {
    double sum = 0;
    for (const double block : block_sums) sum += block;
    return sum;
  }

  Eigen::MatrixXd attraction;
  Eigen::MatrixXd repulsion;
  std::vector<double> block_sums;
};

void find_forces(const Eigen::MatrixXd& joint, const Eigen::MatrixXd& places, Forces& forces,
                 Checkpoint& check) {
  parallel_blocks(places.rows(), kMapRowsPerBlock,
                  [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                    check();
                    double sum = 0;
                    Eigen::ArrayXd dx, dy, closeness, pull;
                    for (std::int64_t i = begin; i < end; ++i) {
                      dx = places(i, 0) - places.col(0).array();
                      dy = places(i, 1) - places.col(1).array();
                      closeness = (1 + dx.square() + dy.square()).inverse();
                      sum += closeness.sum() - 1;
                      pull = joint.col(i).array() * closeness;
                      forces.attraction.row(i) << (pull * dx).sum(), (pull * dy).sum();
                      closeness = closeness.square();
                      forces.repulsion.row(i) << (closeness * dx).sum(), (closeness * dy).sum();
                    }
                    forces.block_sums[static_cast<std::size_t>(block)] = sum;
                  });
}

/// The principal components, scaled to a standard deviation of 1e-4 along the first.
Eigen::MatrixXd first_places(const RowMatrix& points) {
  Eigen::MatrixXd places = Eigen::MatrixXd::Zero(points.rows(), 2);
  const Eigen::MatrixXd components = principal_components(points, 2).cast<double>();
  places.leftCols(components.cols()) = components;
  const double deviation =
      std::sqrt(places.col(0).squaredNorm() / static_cast<double>(points.rows()));
  if (deviation > 0) places *= 1e-4 / deviation;
  return places;
}

void check(const RowMatrix& points, const TsneOptions& options) {
  options.validate();
  if (3 * options.perplexity >= static_cast<double>(points.rows())) {
    throw OptionError("TsneOptions.perplexity", fmt::to_string(options.perplexity),
                      fmt::format("must be less than a third of the {} points", points.rows()));
  }
}

}  // namespace

void TsneOptions::validate() const {
  if (!(perplexity >= 2)) {
    throw OptionError("TsneOptions.perplexity", fmt::to_string(perplexity), "must be at least 2");
  }
  if (iterations < 1) {
    throw OptionError("TsneOptions.iterations", fmt::to_string(iterations), "must be at least 1");
  }
  if (exaggerated_iterations < 0) {
    throw OptionError("TsneOptions.exaggerated_iterations", fmt::to_string(exaggerated_iterations),
                      "must be at least 0");
  }
  if (!(exaggeration >= 1)) {
    throw OptionError("TsneOptions.exaggeration", fmt::to_string(exaggeration),
                      "must be at least 1");
  }
}

RowMatrix tsne(const RowMatrix& points, const TsneOptions& options, const Progress& progress) {
  check(points, options);
  int step = 0;
  Checkpoint still([&] { report(progress, step, options.iterations); });
  const Eigen::MatrixXd joint = joint_probabilities(points, options.perplexity, still);
  Eigen::MatrixXd places = first_places(points);
  Eigen::MatrixXd velocity = Eigen::MatrixXd::Zero(places.rows(), 2);
  Eigen::ArrayXXd gains = Eigen::ArrayXXd::Ones(places.rows(), 2);
  Forces forces(places.rows());
  const double rate = std::max(50.0, static_cast<double>(places.rows()) / options.exaggeration / 4);
  while (step < options.iterations) {
    find_forces(joint, places, forces, still);
    const double pull = step < options.exaggerated_iterations ? options.exaggeration : 1;
    const Eigen::ArrayXXd gradient =
        4 * (pull * forces.attraction - forces.repulsion / forces.normalizer()).array();
    // Jacobs' delta-bar-delta rule, as in the authors' program.
    gains = ((gradient > 0) == (velocity.array() > 0)).select(gains * 0.8, gains + 0.2).max(0.01);
    const double momentum = step < kMomentumSwitch ? 0.5 : 0.8;
    velocity = momentum * velocity - (rate * gains * gradient).matrix();
    places += velocity;
    places.rowwise() -= places.colwise().mean().eval();
    ++step;
    still();
  }
  return places.cast<float>();
}

}  // namespace eigenlex
