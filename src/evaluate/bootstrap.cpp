#include "evaluate/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace eigenlex::internal {
namespace {

/// The quantile of sorted values, interpolated between neighbours.
double quantile(std::span<const double> sorted, double probability) {
  const double position = probability * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(position);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return std::lerp(sorted[low], sorted[high], position - std::floor(position));
}

}  // namespace

std::optional<Interval> percentile_interval(std::span<const std::optional<double>> values,
                                            double confidence) {
  std::vector<double> sorted;
  for (const std::optional<double>& value : values) {
    if (value) sorted.push_back(*value);
  }
  if (sorted.empty()) return std::nullopt;
  std::ranges::sort(sorted);
  const double tail = (1 - confidence) / 2;
  return Interval{quantile(sorted, tail), quantile(sorted, 1 - tail)};
}

MeanInterval bootstrap_mean(std::span<const double> values, const BootstrapOptions& options) {
  if (values.empty()) return {};
  const auto mean_of = [&](std::span<const std::size_t> drawn, Random&) {
    double sum = 0;
    for (const std::size_t i : drawn) sum += values[i];
    return sum / static_cast<double>(drawn.size());
  };
  return {std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()),
          percentile_interval(resampled(values.size(), options, mean_of), options.confidence)};
}

}  // namespace eigenlex::internal
