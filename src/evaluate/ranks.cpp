#include "evaluate/ranks.hpp"

#include <algorithm>
#include <cmath>

namespace eigenlex::internal {

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

}  // namespace eigenlex::internal
