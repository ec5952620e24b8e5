#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/evaluate/benchmarks.hpp"
#include "eigenlex/learn/resources.hpp"
#include "eigenlex/learn/stability.hpp"

namespace eigenlex {

/// Intervals of a model's scores that include its training.
struct TrainingIntervals {
  /// Of Spearman's correlation × 100, by benchmark.
  std::vector<std::optional<Interval>> similarity = {};
  /// Of the percentage of all questions that were answered correctly, by benchmark.
  std::vector<std::optional<Interval>> analogies = {};
};

/// What other text as well as other questions would have given: 95 % intervals of scores.
///
/// Each benchmark is scored on models of resamples of the text (`for_each_resample`); percentiles
/// of these scores are moved so that their mean is the model's score. That is how far the text
/// decides; how far the questions do is the bootstrap over them. The two are independent, so the
/// distances of their ends from the score are added as the sides of a right angle are. `scores` are
/// those of the model. Nothing where a score is nothing. Throws and costs as `for_each_resample`;
/// the same for any number of threads.
TrainingIntervals training_intervals(const std::filesystem::path& model,
                                     const std::vector<std::string>& corpus,
                                     const Benchmarks& benchmarks, const BenchmarkScores& scores,
                                     const AnalogyOptions& analogies = {},
                                     const StabilityOptions& options = {},
                                     const Resources& resources = {},
                                     Observer& observer = unobserved(),
                                     const ReadOptions& read = {});

}  // namespace eigenlex
