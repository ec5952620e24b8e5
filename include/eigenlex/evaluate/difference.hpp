#pragma once

#include <optional>
#include <span>
#include <vector>

#include "eigenlex/evaluate/spearman.hpp"

namespace eigenlex {

/// By how much one of two scores is the higher.
struct Difference {
  /// First less second, each the mean over its runs.
  double mean = 0;
  Interval interval;

  /// Whether the interval leaves out 0.
  bool is_beyond_noise() const { return interval.low > 0 || interval.high < 0; }
};

/// What a contender was given by each of its runs (training seeds) for each item, runs × items. All
/// runs have the same items, those of the other contender as well.
using Runs = std::span<const std::vector<double>>;

/// Which runs are compared with which.
enum class RunPairing {
  kIndependent,  ///< any run of the one with any run of the other
  kByIndex,      ///< run i with run i: they share what was drawn, as a sample of examples
};

/// Difference of the mean over items, as of accuracies with 1 for right and 0 for wrong.
///
/// Percentile bootstrap of two levels (Efron & Tibshirani 1993; Davison & Hinkley, Bootstrap
/// Methods and their Application, 1997, section 3.8): a resample draws items with replacement, the
/// same for both sides, and a run of each. So the interval holds both what other test items and
/// what another seed would change. Nothing without items or runs. Throws OptionError where sizes do
/// not fit. Cost O(resamples · items); the same for any number of threads.
std::optional<Difference> mean_difference(Runs first, Runs second, RunPairing pairing,
                                          const BootstrapOptions& options = {});

/// Difference of Spearman's correlations with `scores`, of which there is one an item; otherwise
/// as `mean_difference` with independent runs. Nothing either where a correlation is undefined.
std::optional<Difference> spearman_difference(Runs first, Runs second,
                                              std::span<const double> scores,
                                              const BootstrapOptions& options = {});

}  // namespace eigenlex
