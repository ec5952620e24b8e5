#include "eigenlex/evaluate/spearman.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kResamplesPerBlock = 16;

/// Values replaced by their places among the distinct values: all that ranks depend on.
struct Levels {
  std::vector<std::size_t> of_value;
  std::size_t count = 0;
};

Levels levels(std::span<const double> values) {
  std::vector<double> distinct(values.begin(), values.end());
  std::ranges::sort(distinct);
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  Levels result;
  result.count = distinct.size();
  result.of_value.reserve(values.size());
  for (const double value : values) {
    result.of_value.push_back(
        static_cast<std::size_t>(std::ranges::lower_bound(distinct, value) - distinct.begin()));
  }
  return result;
}

/// The mid-rank of each level in a sample that holds the values `drawn`.
std::vector<double> level_ranks(const Levels& values, std::span<const std::size_t> drawn) {
  std::vector<double> ranks(values.count);
  for (const std::size_t i : drawn) ++ranks[values.of_value[i]];
  double below = 0;
  for (double& rank : ranks) {
    const double equal = rank;
    rank = below + (equal + 1) / 2;
    below += equal;
  }
  return ranks;
}

/// Pearson's correlation of the mid-ranks of a sample; nothing if a side is constant.
std::optional<double> rank_correlation(const Levels& x, const Levels& y,
                                       std::span<const std::size_t> drawn) {
  const std::vector<double> x_ranks = level_ranks(x, drawn);
  const std::vector<double> y_ranks = level_ranks(y, drawn);
  // The mean of mid-ranks is that of 1 .. n, with or without ties.
  const double mean = (static_cast<double>(drawn.size()) + 1) / 2;
  double xx = 0;
  double yy = 0;
  double xy = 0;
  for (const std::size_t i : drawn) {
    const double dx = x_ranks[x.of_value[i]] - mean;
    const double dy = y_ranks[y.of_value[i]] - mean;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  if (xx == 0 || yy == 0) return std::nullopt;
  return std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
}

std::vector<std::size_t> each_once(std::size_t size) {
  std::vector<std::size_t> indices(size);
  for (std::size_t i = 0; i < size; ++i) indices[i] = i;
  return indices;
}

bool comparable(std::span<const double> x, std::span<const double> y) {
  if (x.size() != y.size()) {
    throw OptionError("y.size", std::to_string(y.size()),
                      "must be the number of values of x, " + std::to_string(x.size()));
  }
  const auto is_nan = [](double value) { return std::isnan(value); };
  return std::ranges::none_of(x, is_nan) && std::ranges::none_of(y, is_nan);
}

/// The quantile of sorted values, interpolated between neighbours.
double quantile(std::span<const double> sorted, double probability) {
  const double position = probability * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(position);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return std::lerp(sorted[low], sorted[high], position - std::floor(position));
}

}  // namespace

std::vector<double> mid_ranks(std::span<const double> values) {
  const Levels value_levels = levels(values);
  const std::vector<double> of_level = level_ranks(value_levels, each_once(values.size()));
  std::vector<double> ranks;
  ranks.reserve(values.size());
  for (const std::size_t level : value_levels.of_value) ranks.push_back(of_level[level]);
  return ranks;
}

std::optional<double> spearman(std::span<const double> x, std::span<const double> y) {
  if (!comparable(x, y)) return std::nullopt;
  return rank_correlation(levels(x), levels(y), each_once(x.size()));
}

void BootstrapOptions::validate() const {
  if (resamples < 1 || resamples > 1'000'000) {
    throw OptionError("BootstrapOptions.resamples", std::to_string(resamples),
                      "must be 1..1000000");
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw OptionError("BootstrapOptions.confidence", fmt::format("{}", confidence),
                      "must be in (0, 1)");
  }
}

std::optional<Interval> bootstrap_spearman(std::span<const double> x, std::span<const double> y,
                                           const BootstrapOptions& options) {
  options.validate();
  if (!spearman(x, y)) return std::nullopt;
  const Levels x_levels = levels(x);
  const Levels y_levels = levels(y);

  std::vector<std::optional<double>> by_resample(static_cast<std::size_t>(options.resamples));
  parallel_blocks(options.resamples, kResamplesPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    std::vector<std::size_t> drawn(x.size());
                    for (std::int64_t resample = begin; resample < end; ++resample) {
                      Random random(options.seed, static_cast<std::uint64_t>(resample));
                      for (std::size_t& i : drawn) i = random.below(x.size());
                      by_resample[static_cast<std::size_t>(resample)] =
                          rank_correlation(x_levels, y_levels, drawn);
                    }
                  });

  std::vector<double> correlations;
  for (const std::optional<double>& correlation : by_resample) {
    if (correlation) correlations.push_back(*correlation);
  }
  if (correlations.empty()) return std::nullopt;
  std::ranges::sort(correlations);
  const double tail = (1 - options.confidence) / 2;
  return Interval{quantile(correlations, tail), quantile(correlations, 1 - tail)};
}

}  // namespace eigenlex
