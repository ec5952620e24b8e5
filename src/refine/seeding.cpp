#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/partial_shuffle.hpp"
#include "eigenlex/core/random.hpp"

#include "refine/kmeans_parts.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int64_t kDrawnRowsPerBlock = 512;
/// Streams of the seed: which points are in the sample, which of these become seeds.
constexpr std::uint64_t kSampleStream = 0;
constexpr std::uint64_t kSeedStream = 1;
/// Squared distances below this share of the squared lengths are computed once more, from the
/// difference: rounding would hide that two points are the same.
constexpr float kCancellation = 1e-3f;

/// `size` of the rows, without replacement, in their order.
RowMatrix sample_rows(const RowMatrix& rows, std::int64_t size, std::uint64_t seed) {
  std::vector<std::int64_t> ids(static_cast<std::size_t>(rows.rows()));
  std::iota(ids.begin(), ids.end(), std::int64_t{0});
  Random random(seed, kSampleStream);
  partial_shuffle(ids, static_cast<std::size_t>(size), random);
  ids.resize(static_cast<std::size_t>(size));
  std::ranges::sort(ids);
  return rows(ids, Eigen::all);
}

/// What the squared distances from the nearest seed would be with each of some candidates.
struct Trials {
  RowMatrix nearest;           ///< points x candidates
  Eigen::MatrixXd block_sums;  ///< blocks of points x candidates
};

/// Squared distances of points from the nearest seed so far.
class SeedDistances {
 public:
  /// Before there are seeds every point is at the distance 1; one of length 0 is at 0 with the
  /// cosine, so that it never becomes a seed.
  SeedDistances(const RowMatrix& points, Metric metric)
      : points_(points), square_norms_(points.rowwise().squaredNorm()) {
    const Eigen::VectorXf ones = Eigen::VectorXf::Ones(points.rows());
    nearest_ = metric == Metric::kCosine
                   ? Eigen::VectorXf((square_norms_.array() > 0).select(ones, 0))
                   : ones;
    block_sums_ = Eigen::VectorXd::Zero(block_count(points.rows(), kDrawnRowsPerBlock));
    for (Eigen::Index i = 0; i < nearest_.size(); ++i)
      block_sums_[i / kDrawnRowsPerBlock] += nearest_[i];
  }

  double sum() const { return block_sums_.sum(); }
  /// A point drawn with a probability proportional to its distance; the sum must be above 0.
  std::int64_t draw(Random& random) const;
  Trials try_out(const std::vector<std::int64_t>& candidates) const;
  void take(const Trials& trials, Eigen::Index candidate) {
    nearest_ = trials.nearest.col(candidate);
    block_sums_ = trials.block_sums.col(candidate);
    none_yet_ = false;
  }

 private:
  float square_distance(std::int64_t a, std::int64_t b, float product) const {
    const float lengths = square_norms_[a] + square_norms_[b];
    const float square = lengths - 2 * product;
    return square > kCancellation * lengths ? square
                                            : (points_.row(a) - points_.row(b)).squaredNorm();
  }

  const RowMatrix& points_;
  Eigen::VectorXf square_norms_;
  Eigen::VectorXf nearest_;
  Eigen::VectorXd block_sums_;
  bool none_yet_ = true;
};

std::int64_t SeedDistances::draw(Random& random) const {
  double rest = random.uniform() * sum();
  Eigen::Index block = 0;
  while (block + 1 < block_sums_.size() && rest >= block_sums_[block]) rest -= block_sums_[block++];
  // Rounding may carry the draw beyond the last point that counts: then it is that one.
  while (block > 0 && block_sums_[block] == 0) --block;
  const Eigen::Index end = std::min((block + 1) * kDrawnRowsPerBlock, points_.rows());
  std::int64_t drawn = -1;
  for (Eigen::Index i = block * kDrawnRowsPerBlock; i < end && (drawn < 0 || rest >= 0); ++i) {
    if (nearest_[i] == 0) continue;
    rest -= nearest_[i];
    drawn = i;
  }
  return drawn;
}

Trials SeedDistances::try_out(const std::vector<std::int64_t>& candidates) const {
  const RowMatrix vectors = points_(candidates, Eigen::all);
  Trials trials{RowMatrix(points_.rows(), vectors.rows()),
                Eigen::MatrixXd::Zero(block_sums_.size(), vectors.rows())};
  parallel_blocks(
      points_.rows(), kDrawnRowsPerBlock,
      [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
        auto nearest = trials.nearest.middleRows(begin, end - begin);
        nearest.noalias() = points_.middleRows(begin, end - begin) * vectors.transpose();
        for (std::int64_t i = begin; i < end; ++i) {
          for (Eigen::Index j = 0; j < vectors.rows(); ++j) {
            float& value = trials.nearest(i, j);
            const float square = square_distance(i, candidates[static_cast<std::size_t>(j)], value);
            // The placeholder of points that may be seeds is no distance.
            value = none_yet_ && nearest_[i] > 0 ? square : std::min(square, nearest_[i]);
            trials.block_sums(block, j) += value;
          }
        }
      });
  return trials;
}

/// As many candidates as greedy k-means++ is usually run with.
std::int64_t candidate_count(std::int64_t clusters) {
  return 2 + static_cast<std::int64_t>(std::log(static_cast<double>(clusters)));
}

/// Ids of up to `clusters` seeds among the points; fewer where no point is apart from them.
std::vector<std::int64_t> seeds_among(const RowMatrix& points, const KMeansOptions& options,
                                      Checkpoint& check) {
  Random random(options.seed, kSeedStream);
  SeedDistances distances(points, options.metric);
  std::vector<std::int64_t> seeds;
  while (std::ssize(seeds) < options.clusters && distances.sum() > 0) {
    check();
    std::vector<std::int64_t> candidates;
    const std::int64_t count = seeds.empty() ? 1 : candidate_count(options.clusters);
    for (std::int64_t j = 0; j < count; ++j) candidates.push_back(distances.draw(random));
    const Trials trials = distances.try_out(candidates);
    Eigen::Index best = 0;
    trials.block_sums.colwise().sum().minCoeff(&best);
    distances.take(trials, best);
    seeds.push_back(candidates[static_cast<std::size_t>(best)]);
  }
  return seeds;
}

}  // namespace

RowMatrix choose_seeds(const RowMatrix& rows, const KMeansOptions& options, Checkpoint& check) {
  const std::int64_t per_cluster = options.seeding_points_per_cluster;
  if (per_cluster > 0 && per_cluster < rows.rows() / options.clusters) {
    const RowMatrix sample = sample_rows(rows, per_cluster * options.clusters, options.seed);
    const std::vector<std::int64_t> seeds = seeds_among(sample, options, check);
    if (std::ssize(seeds) == options.clusters) return sample(seeds, Eigen::all);
    // So many points are the same that it takes all to find k that are not.
  }
  const std::vector<std::int64_t> seeds = seeds_among(rows, options, check);
  if (std::ssize(seeds) < options.clusters && (!options.allow_fewer || seeds.empty())) {
    throw OptionError(
        "KMeansOptions.clusters", std::to_string(options.clusters),
        fmt::format("must be at most the number of {}, {}",
                    options.metric == Metric::kCosine ? "points with different directions"
                                                      : "different points",
                    seeds.size()));
  }
  return rows(seeds, Eigen::all);
}

}  // namespace eigenlex::internal
