#include "eigenlex/evaluate/spearman.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "evaluate/bootstrap.hpp"
#include "evaluate/ranks.hpp"

namespace eigenlex {
namespace {

using internal::level_ranks;
using internal::Levels;
using internal::levels;
using internal::percentile_interval;
using internal::rank_correlation;
using internal::resampled;

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

  const std::vector<std::optional<double>> by_resample =
      resampled(x.size(), options, [&](std::span<const std::size_t> drawn, Random&) {
        return rank_correlation(x_levels, y_levels, drawn);
      });
  return percentile_interval(by_resample, options.confidence);
}

}  // namespace eigenlex
