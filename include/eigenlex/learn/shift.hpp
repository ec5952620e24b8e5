#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/evaluate/spearman.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/resources.hpp"

namespace eigenlex {

/// How words that changed between periods are found.
struct ShiftOptions {
  /// Words are looked at that occur so often in each period, >= 1.
  std::int64_t least_count = 50;
  /// Resamples of the documents of each period, >= 2; 0 for none: then there are no intervals, and
  /// words are told apart by words of their frequency alone.
  int resamples = 10;
  /// Share of words reported that may be reported wrongly, in (0, 1).
  double false_discovery = 0.05;
  /// Nearest words whose overlap is measured and that are shown, >= 1.
  std::int32_t neighbours = 25;
  /// Words of like frequency that a word is measured by, >= 3.
  std::int64_t matched = 200;
  /// Of the resamples.
  std::uint64_t seed = 1;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// A word in a period, beside the first one.
struct WordInPeriod {
  std::int64_t count = 0;
  /// With its vector of the first period, after the tables are aligned.
  double cosine = 1;
  /// What other documents would have given, see `shift`.
  std::optional<Interval> interval = std::nullopt;
  /// Of its nearest words then and in the first period: Jaccard's index.
  double overlap = 1;
  /// Its nearest words, nearest first.
  std::vector<std::string> neighbours = {};
};

/// A word in all periods.
struct WordShift {
  std::string word;
  std::vector<WordInPeriod> periods;
  /// How much more it changed from the first period to the last than chance would have it change,
  /// in deviations of words of its frequency.
  double score = 0;
  /// One-sided probability of such a score by chance.
  double p_value = 1;
  /// Whether it changed, with false discoveries controlled.
  bool is_reported = false;
};

/// Words from what changed most on.
struct ShiftReport {
  std::vector<std::string> periods;  ///< their names
  ShiftOptions options;
  std::vector<WordShift> words;
  std::int64_t reported = 0;
};

/// A period: a name, and the paths of its texts, as for `TextSource`.
struct PeriodTexts {
  std::string name;
  std::vector<std::string> corpus;
};

/// A period of which only the vectors are left.
struct PeriodVectors {
  std::string name;
  Embedding words;
};

/// Finds the words that changed between the first period and the last.
///
/// Each period is trained by itself by the recipe and rotated onto the first by the words that both
/// have, of which those that moved are left out (Hamilton, Leskovec & Jurafsky, ACL 2016; `align`).
/// A word's distance is 1 - cosine; the overlap of its neighbours is a second look at it (Gonen,
/// Jawahar, Seddah & Goldberg, ACL 2020).
///
/// In resample r document i of a period has a weight from Poisson's distribution with mean 1, a
/// function of seed, period, r and i alone. Two resamples of one period differ by chance as two
/// periods between which nothing happened would. A word's distance less its mean between such
/// pairs, over its deviation there plus the median one, is compared with words of like frequency
/// (`frequency_matched`), and words are reported by Benjamini and Hochberg's rule (`discoveries`).
/// Intervals are percentiles of the cosine between resampled periods, moved so that their mean is
/// the cosine, as resampling makes every cosine smaller.
///
/// `recipe.factor.svd.rank` 0 is what the smallest vocabulary supports. Resources.memory is not
/// kept. Throws as `train`, and OptionError for fewer than two periods, where fewer than three
/// words are in all, or for resamples of fewer than 20 documents. Stages: "train", then "resample".
/// Cost: (1 + resamples) trainings a period. The same for any number of threads.
ShiftReport shift(const std::vector<PeriodTexts>& periods, const Recipe& recipe,
                  const ShiftOptions& options = {}, const Resources& resources = {},
                  Observer& observer = unobserved());

/// The same of vectors, without resamples: distances are compared with those of words of like
/// frequency, and there are no intervals.
ShiftReport shift(const std::vector<PeriodVectors>& periods, const ShiftOptions& options = {},
                  Observer& observer = unobserved());

/// A report as an object: periods, options, tested, reported, words; of these word, score, p_value,
/// reported, and for each period count, cosine, interval (null where there is none), overlap,
/// neighbours.
nlohmann::ordered_json to_json(const ShiftReport& report);

}  // namespace eigenlex
