#include "eigenlex/evaluate/difference.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>

#include "eigenlex/core/error.hpp"

#include "evaluate/bootstrap.hpp"
#include "evaluate/ranks.hpp"

namespace eigenlex {
namespace {

using internal::Levels;
using internal::levels;
using internal::percentile_interval;
using internal::rank_correlation;
using internal::resampled;

void require_items(Runs runs, std::size_t items) {
  for (const std::vector<double>& run : runs) {
    if (run.size() == items) continue;
    throw OptionError("runs.items", std::to_string(run.size()),
                      "must be the number of items of the others, " + std::to_string(items));
  }
}

/// A run of each side.
struct RunPair {
  std::size_t first = 0;
  std::size_t second = 0;
};

RunPair draw_runs(std::size_t first, std::size_t second, RunPairing pairing, Random& random) {
  const std::size_t run = random.below(first);
  return {run, pairing == RunPairing::kByIndex ? run : random.below(second)};
}

/// A statistic of a run (by number) over drawn items.
using RunStatistic =
    std::function<std::optional<double>(std::size_t run, std::span<const std::size_t> drawn)>;

/// Mean of the statistic over the runs, all items drawn once; nothing where it is undefined.
std::optional<double> mean_over_runs(std::size_t runs, std::size_t items,
                                     const RunStatistic& statistic) {
  std::vector<std::size_t> each_once(items);
  for (std::size_t i = 0; i < items; ++i) each_once[i] = i;
  double sum = 0;
  for (std::size_t run = 0; run < runs; ++run) {
    const std::optional<double> value = statistic(run, each_once);
    if (!value) return std::nullopt;
    sum += *value;
  }
  return sum / static_cast<double>(runs);
}

struct Side {
  std::size_t runs = 0;
  RunStatistic statistic;
};

std::optional<Difference> difference(const Side& first, const Side& second, std::size_t items,
                                     RunPairing pairing, const BootstrapOptions& options) {
  const auto first_mean = mean_over_runs(first.runs, items, first.statistic);
  const auto second_mean = mean_over_runs(second.runs, items, second.statistic);
  if (!first_mean || !second_mean) return std::nullopt;
  const auto values =
      resampled(items, options,
                [&](std::span<const std::size_t> drawn, Random& random) -> std::optional<double> {
                  const RunPair runs = draw_runs(first.runs, second.runs, pairing, random);
                  const auto a = first.statistic(runs.first, drawn);
                  const auto b = second.statistic(runs.second, drawn);
                  if (!a || !b) return std::nullopt;
                  return *a - *b;
                });
  const std::optional<Interval> interval = percentile_interval(values, options.confidence);
  if (!interval) return std::nullopt;
  return Difference{*first_mean - *second_mean, *interval};
}

Side mean_side(Runs runs) {
  return {runs.size(),
          [runs](std::size_t run, std::span<const std::size_t> drawn) -> std::optional<double> {
            double sum = 0;
            for (const std::size_t i : drawn) sum += runs[run][i];
            return sum / static_cast<double>(drawn.size());
          }};
}

std::vector<Levels> levels_of_runs(Runs runs) {
  std::vector<Levels> result;
  for (const std::vector<double>& run : runs) result.push_back(levels(run));
  return result;
}

Side spearman_side(const std::vector<Levels>& runs, const Levels& scores) {
  return {runs.size(), [&](std::size_t run, std::span<const std::size_t> drawn) {
            return rank_correlation(runs[run], scores, drawn);
          }};
}

}  // namespace

std::optional<Difference> mean_difference(Runs first, Runs second, RunPairing pairing,
                                          const BootstrapOptions& options) {
  options.validate();
  if (first.empty() || second.empty()) return std::nullopt;
  const std::size_t items = first.front().size();
  require_items(first, items);
  require_items(second, items);
  if (pairing == RunPairing::kByIndex && first.size() != second.size()) {
    throw OptionError("runs", std::to_string(second.size()),
                      "must be as many as of the other side, " + std::to_string(first.size()));
  }
  if (items == 0) return std::nullopt;
  return difference(mean_side(first), mean_side(second), items, pairing, options);
}

std::optional<Difference> spearman_difference(Runs first, Runs second,
                                              std::span<const double> scores,
                                              const BootstrapOptions& options) {
  options.validate();
  require_items(first, scores.size());
  require_items(second, scores.size());
  if (first.empty() || second.empty() || scores.empty()) return std::nullopt;
  const std::vector<Levels> first_levels = levels_of_runs(first);
  const std::vector<Levels> second_levels = levels_of_runs(second);
  const Levels score_levels = levels(scores);
  return difference(spearman_side(first_levels, score_levels),
                    spearman_side(second_levels, score_levels), scores.size(),
                    RunPairing::kIndependent, options);
}

}  // namespace eigenlex
