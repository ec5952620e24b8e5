#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace eigenlex {

/// Ranks from 1, equal values sharing the mean of the ranks they take up. Cost O(n log n).
std::vector<double> mid_ranks(std::span<const double> values);

/// Rank correlation of paired values (Spearman, American Journal of Psychology 1904): the Pearson
/// correlation of their mid-ranks, in [-1, 1].
///
/// Nothing where it is undefined: fewer than two pairs, one side constant, or a value not a number.
/// Throws OptionError if the lengths differ. Cost O(n log n).
std::optional<double> spearman(std::span<const double> x, std::span<const double> y);

/// Ends of a confidence interval.
struct Interval {
  double low = 0;
  double high = 0;

  friend bool operator==(const Interval&, const Interval&) = default;
};

/// How a confidence interval is estimated by resampling.
struct BootstrapOptions {
  /// Number of resamples, 1 .. 1,000,000.
  std::int32_t resamples = 1000;
  /// Probability that the interval is meant to cover, in (0, 1).
  double confidence = 0.95;
  /// Seed of the resampling.
  std::uint64_t seed = 1;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Percentile bootstrap interval of `spearman` (Efron & Tibshirani, An Introduction to the
/// Bootstrap, 1993, chapter 13): quantiles of the correlation over resampled pairs.
///
/// Nothing where `spearman` is nothing. Resamples whose correlation is undefined are left out.
/// Cost O(n log n + resamples · n), in parallel; each resample draws from its own stream of the
/// seed, so the interval is the same for any number of threads.
std::optional<Interval> bootstrap_spearman(std::span<const double> x, std::span<const double> y,
                                           const BootstrapOptions& options = {});

}  // namespace eigenlex
