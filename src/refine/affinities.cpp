#include "refine/affinities.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/parallel.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int64_t kAffineRowsPerBlock = 256;

using Entry = std::pair<std::int32_t, float>;

/// The probabilities exp(-β d²) / Σ of a point's neighbours, with β such that their entropy is
/// log(perplexity); by bisection.
Eigen::ArrayXd calibrated(const Eigen::ArrayXd& distances, double perplexity) {
  constexpr int kMostSteps = 60;
  constexpr double kClose = 1e-5;
  const double target = std::log(perplexity);
  // The smallest distance is taken off all: probabilities stay as they are and their sum cannot
  // vanish. The mean of the others says how large β may be.
  const Eigen::ArrayXd above = distances - distances.minCoeff();
  const double mean = above.mean();
  double low = 0, high = std::numeric_limits<double>::infinity();
  double beta = mean > 0 ? 1 / mean : 1;
  Eigen::ArrayXd weights;
  for (int step = 0; step < kMostSteps; ++step) {
    weights = (-beta * above).exp();
    const double sum = weights.sum();
    const double entropy = std::log(sum) + beta * (weights * above).sum() / sum;
    weights /= sum;
    if (std::abs(entropy - target) < kClose) break;
    (entropy > target ? low : high) = beta;
    beta = std::isinf(high) ? 2 * beta : (low + high) / 2;
  }
  return weights;
}

/// p_j|i, n x k.
Array<float> conditional_probabilities(const NearestRows& near, std::int64_t points,
                                       double perplexity) {
  Array<float> conditional(near.distances.size());
  parallel_blocks(
      points, kAffineRowsPerBlock, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
          const auto first = as_size(i * near.count);
          const Eigen::Map<const Eigen::ArrayXf> distances(&near.distances[first], near.count);
          Eigen::Map<Eigen::ArrayXf>(&conditional[first], near.count) =
              calibrated(distances.cast<double>(), perplexity).cast<float>();
        }
      });
  return conditional;
}

/// The points that have point i among their neighbours, and the places of i in their lists: entries
/// begin[i] .. begin[i + 1] - 1, by rising id of the point.
struct Reverse {
  std::vector<std::int64_t> begin;
  Array<std::int64_t> places;
};

Reverse reverse_of(const NearestRows& near, std::int64_t points) {
  Reverse reverse{std::vector<std::int64_t>(as_size(points) + 1, 0),
                  Array<std::int64_t>(near.ids.size())};
  for (const std::int32_t id : near.ids) ++reverse.begin[as_size(id) + 1];
  for (std::size_t i = 1; i < reverse.begin.size(); ++i) reverse.begin[i] += reverse.begin[i - 1];
  std::vector<std::int64_t> next(reverse.begin.begin(), reverse.begin.end() - 1);
  for (std::size_t place = 0; place < near.ids.size(); ++place) {
    reverse.places[as_size(next[as_size(near.ids[place])]++)] = as_index(place);
  }
  return reverse;
}

/// The entries of a row of the sum of the conditional probabilities and their transpose.
class RowOfSum {
 public:
  RowOfSum(const NearestRows& near, const Reverse& reverse, const Array<float>& conditional)
      : near_(near), reverse_(reverse), conditional_(conditional) {}

  void find(std::int64_t i, std::vector<Entry>& entries) const {
    entries.clear();
    for (std::int64_t place = i * near_.count; place < (i + 1) * near_.count; ++place) {
      entries.emplace_back(near_.ids[as_size(place)], conditional_[as_size(place)]);
    }
    for (auto at = reverse_.begin[as_size(i)]; at < reverse_.begin[as_size(i) + 1]; ++at) {
      const std::int64_t place = reverse_.places[as_size(at)];
      entries.emplace_back(static_cast<std::int32_t>(place / near_.count),
                           conditional_[as_size(place)]);
    }
    // Of a pair that occurs twice the order does not matter: a sum of two is the same.
    std::ranges::sort(entries);
    auto last = entries.begin();
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
      if (last != entry && last->first == entry->first) {
        last->second += entry->second;
      } else if (last != entry) {
        *++last = *entry;
      }
    }
    if (!entries.empty()) entries.erase(last + 1, entries.end());
  }

 private:
  const NearestRows& near_;
  const Reverse& reverse_;
  const Array<float>& conditional_;
};

}  // namespace

Affinities affinities_of(const NearestRows& near, double perplexity) {
  const std::int64_t points = near.count > 0 ? std::ssize(near.ids) / near.count : 0;
  const Array<float> conditional = conditional_probabilities(near, points, perplexity);
  const Reverse reverse = reverse_of(near, points);
  const RowOfSum row(near, reverse, conditional);
  Affinities joint;
  joint.begin.assign(as_size(points) + 1, 0);
  const auto each_row = [&](const auto& use) {
    parallel_blocks(points, kAffineRowsPerBlock,
                    [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                      std::vector<Entry> entries;
                      for (std::int64_t i = begin; i < end; ++i) {
                        row.find(i, entries);
                        use(i, entries);
                      }
                    });
  };
  each_row([&](std::int64_t i, const std::vector<Entry>& entries) {
    joint.begin[as_size(i) + 1] =
        block_count(std::ssize(entries), Affinities::kBlock) * Affinities::kBlock;
  });
  for (std::size_t i = 1; i < joint.begin.size(); ++i) joint.begin[i] += joint.begin[i - 1];
  joint.ids.resize(as_size(joint.begin.back()));
  joint.values.resize(joint.ids.size());
  const float scale = 1 / (2 * static_cast<float>(points));
  each_row([&](std::int64_t i, const std::vector<Entry>& entries) {
    auto place = as_size(joint.begin[as_size(i)]);
    for (const auto& [id, value] : entries) {
      joint.ids[place] = id;
      joint.values[place++] = scale * value;
    }
    for (; place < as_size(joint.begin[as_size(i) + 1]); ++place) {
      joint.ids[place] = static_cast<std::int32_t>(i);
      joint.values[place] = 0;
    }
  });
  return joint;
}

void add_attraction(const Affinities& affinities, const RowMatrix& places, float factor,
                    RowMatrix& forces) {
  using Lanes = Eigen::Array<float, Affinities::kBlock, 1>;
  parallel_blocks(
      places.rows(), kAffineRowsPerBlock, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        Lanes x, y;
        for (std::int64_t i = begin; i < end; ++i) {
          Lanes pull_x = Lanes::Zero(), pull_y = Lanes::Zero();
          for (auto at = affinities.begin[as_size(i)]; at < affinities.begin[as_size(i) + 1];
               at += Affinities::kBlock) {
            for (Eigen::Index j = 0; j < Affinities::kBlock; ++j) {
              const float* const other = places.data() + 2 * affinities.ids[as_size(at + j)];
              x[j] = other[0];
              y[j] = other[1];
            }
            x = places(i, 0) - x;
            y = places(i, 1) - y;
            const Lanes pull = Eigen::Map<const Lanes>(&affinities.values[as_size(at)]) /
                               (1 + x.square() + y.square());
            pull_x += pull * x;
            pull_y += pull * y;
          }
          forces(i, 0) += factor * pull_x.sum();
          forces(i, 1) += factor * pull_y.sum();
        }
      });
}

}  // namespace eigenlex::internal
