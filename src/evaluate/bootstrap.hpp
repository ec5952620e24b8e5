#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/evaluate/spearman.hpp"

namespace eigenlex::internal {

/// statistic(drawn, random) of each resample of `size` items, in the order of the resamples.
///
/// `drawn` holds `size` indices drawn with replacement; `random` goes on from there. Each resample
/// draws from its own stream of the seed, so the number of threads does not matter.
template <class Statistic>
std::vector<std::optional<double>> resampled(std::size_t size, const BootstrapOptions& options,
                                             Statistic&& statistic) {
  constexpr std::int64_t kResamplesPerBlock = 16;
  std::vector<std::optional<double>> values(static_cast<std::size_t>(options.resamples));
  parallel_blocks(options.resamples, kResamplesPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    std::vector<std::size_t> drawn(size);
                    for (std::int64_t resample = begin; resample < end; ++resample) {
                      Random random(options.seed, static_cast<std::uint64_t>(resample));
                      for (std::size_t& i : drawn) i = random.below(size);
                      values[static_cast<std::size_t>(resample)] = statistic(drawn, random);
                    }
                  });
  return values;
}

/// Percentiles that leave out (1 - confidence) / 2 on each side of the values there are; nothing if
/// there is none.
std::optional<Interval> percentile_interval(std::span<const std::optional<double>> values,
                                            double confidence);

/// A mean and its percentile bootstrap interval over the values; nothing of no values.
struct MeanInterval {
  std::optional<double> mean;
  std::optional<Interval> interval;
};
MeanInterval bootstrap_mean(std::span<const double> values, const BootstrapOptions& options);

}  // namespace eigenlex::internal
