#include "eigenlex/learn/training_intervals.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "eigenlex/query/unit_table.hpp"

#include "evaluate/bootstrap.hpp"
#include "learn/resampled_corpus.hpp"

namespace eigenlex {
namespace {

constexpr double kScoreConfidence = 0.95;
constexpr double kMostPercent = 100;

/// The percentage of questions answered correctly and its interval over questions.
internal::MeanInterval accuracy_of(const AnalogyScore& score) {
  std::vector<double> outcomes;
  for (const std::optional<bool>& outcome : score.outcomes) {
    if (outcome) outcomes.push_back(*outcome ? kMostPercent : 0);
  }
  return internal::bootstrap_mean(outcomes, {.confidence = kScoreConfidence});
}

/// A score with its interval over questions, and the interval that it has with that over texts.
std::optional<Interval> joined(const std::optional<double>& score,
                               const std::optional<Interval>& over_questions,
                               const std::vector<std::optional<double>>& in_resamples) {
  if (!score || !over_questions) return std::nullopt;
  std::vector<double> values;
  for (const std::optional<double>& value : in_resamples) {
    if (value) values.push_back(*value);
  }
  if (values.empty()) return std::nullopt;
  const Interval over_texts = internal::centred_interval(
      values, *score, {.confidence = kScoreConfidence, .low = -kMostPercent, .high = kMostPercent});
  return Interval{std::max(-kMostPercent, *score - std::hypot(*score - over_questions->low,
                                                              *score - over_texts.low)),
                  std::min(kMostPercent, *score + std::hypot(over_questions->high - *score,
                                                             over_texts.high - *score))};
}

}  // namespace

TrainingIntervals training_intervals(const std::filesystem::path& model,
                                     const std::vector<std::string>& corpus,
                                     const Benchmarks& benchmarks, const BenchmarkScores& scores,
                                     const AnalogyOptions& analogies,
                                     const StabilityOptions& options, const Resources& resources,
                                     Observer& observer, const ReadOptions& read) {
  std::vector<std::vector<std::optional<double>>> similarity(scores.similarity.size());
  std::vector<std::vector<std::optional<double>>> accuracy(scores.analogies.size());
  for_each_resample(
      model, corpus, options, resources, observer,
      [&](int, Embedding words) {
        const UnitTable units(std::move(words.table));
        const BenchmarkScores found =
            score_benchmarks(units, words.vocabulary, benchmarks, analogies);
        for (std::size_t i = 0; i < similarity.size(); ++i) {
          similarity[i].push_back(found.similarity[i].spearman);
        }
        for (std::size_t i = 0; i < accuracy.size(); ++i) {
          accuracy[i].push_back(found.analogies[i].total.accuracy());
        }
      },
      read);
  TrainingIntervals intervals;
  for (std::size_t i = 0; i < similarity.size(); ++i) {
    const SimilarityScore& score = scores.similarity[i];
    intervals.similarity.push_back(joined(score.spearman, score.interval, similarity[i]));
  }
  for (std::size_t i = 0; i < accuracy.size(); ++i) {
    const internal::MeanInterval own = accuracy_of(scores.analogies[i]);
    intervals.analogies.push_back(joined(own.mean, own.interval, accuracy[i]));
  }
  return intervals;
}

}  // namespace eigenlex
