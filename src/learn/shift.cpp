#include "eigenlex/learn/shift.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/select_words.hpp"
#include "eigenlex/evaluate/change.hpp"
#include "eigenlex/evaluate/neighbour_overlap.hpp"
#include "eigenlex/learn/train.hpp"
#include "eigenlex/matrix/tall.hpp"
#include "eigenlex/query/neighbours.hpp"
#include "eigenlex/refine/align.hpp"

#include "core/median.hpp"
#include "learn/corpus_training.hpp"
#include "learn/resampled_corpus.hpp"
#include "learn/stages.hpp"

namespace eigenlex {
namespace {

using internal::centred_interval;
using internal::corpus_for;
using internal::kFewestDocuments;
using internal::resampled_corpus;
using internal::vectors_of;

constexpr double kConfidence = 0.95;

void require(bool condition, std::string_view field, const std::string& value,
             std::string_view requirement) {
  if (!condition) throw OptionError(field, value, requirement);
}

/// The cosine of each word, a row of both tables, after the second is rotated onto the first.
std::vector<double> aligned_cosines(const Embedding& first, const Embedding& second) {
  std::vector<Anchor> anchors;
  for (std::int32_t id = 0; id < first.vocabulary.size(); ++id) anchors.push_back({id, id});
  const Alignment alignment = align(second, first, anchors, {.centre = false, .rounds = 0});
  return row_cosines(first.table, multiply(second.table, alignment.rotation));
}

/// What a word's distance is by chance, and resamples of its cosine with the first period.
struct Chance {
  std::vector<std::vector<double>>
      distances{};  ///< their logarithms, by pair of resamples and word
  std::vector<std::vector<std::vector<double>>> resampled{};  ///< by period, resample and word
};

/// By how many of its deviations each word is further away than it is by chance. To a word's own
/// deviation, of few pairs, the median one is added, so that none is small by luck (Tusher,
/// Tibshirani & Chu, PNAS 2001).
std::vector<double> excess_of(std::vector<double> distances, const Chance& chance) {
  if (chance.distances.empty()) return distances;
  const auto pairs = static_cast<double>(chance.distances.size());
  std::vector<double> deviations;
  for (std::size_t i = 0; i < distances.size(); ++i) {
    double sum = 0, squares = 0;
    for (const std::vector<double>& pair : chance.distances) sum += pair[i];
    for (const std::vector<double>& pair : chance.distances) {
      squares += (pair[i] - sum / pairs) * (pair[i] - sum / pairs);
    }
    distances[i] -= sum / pairs;
    deviations.push_back(std::sqrt(squares / (pairs - 1)));
  }
  const double usual = internal::median(deviations);
  for (std::size_t i = 0; i < distances.size(); ++i) {
    if (usual > 0) distances[i] /= deviations[i] + usual;
  }
  return distances;
}

/// The words that are looked at, and their tables by period.
struct Shared {
  std::vector<std::string> words;
  std::vector<Embedding> tables;

  const std::vector<std::int64_t>& counts(std::size_t period) const {
    return tables[period].vocabulary.counts();
  }
  /// The least count of each word in any period.
  std::vector<std::int64_t> least_counts() const {
    std::vector<std::int64_t> least = counts(0);
    for (std::size_t period = 1; period < tables.size(); ++period) {
      for (std::size_t i = 0; i < least.size(); ++i) {
        least[i] = std::min(least[i], counts(period)[i]);
      }
    }
    return least;
  }
};

Shared share_words(const std::vector<Embedding>& tables, const ShiftOptions& options) {
  std::vector<const Vocabulary*> vocabularies;
  for (const Embedding& table : tables) vocabularies.push_back(&table.vocabulary);
  Shared shared{.words = shared_words(vocabularies), .tables = {}};
  std::erase_if(shared.words, [&](const std::string& word) {
    return std::ranges::any_of(vocabularies, [&](const Vocabulary* vocabulary) {
      // Files of vectors know no counts.
      const std::int64_t count = vocabulary->count(*vocabulary->find(word));
      return count > 0 && count < options.least_count;
    });
  });
  require(shared.words.size() >= 3, "ShiftOptions.least_count", fmt::to_string(options.least_count),
          fmt::format("must leave 3 words that occur so often in all periods; it leaves {}",
                      shared.words.size()));
  for (const Embedding& table : tables) shared.tables.push_back(select_words(table, shared.words));
  return shared;
}

/// Logarithms of distances: chance makes a distance so many times as large.
std::vector<double> log_distances_of(std::vector<double> cosines) {
  // Of a word that did not move at all, what rounding leaves of its distance.
  constexpr double kLeast = 1e-5;
  for (double& cosine : cosines) cosine = std::log(std::max(1 - cosine, kLeast));
  return cosines;
}

/// The nearest words of each word shared, among them.
std::vector<NeighbourLists> lists_by_period(const Shared& shared, std::int32_t count) {
  std::vector<NeighbourLists> lists;
  for (const Embedding& table : shared.tables) {
    lists.push_back(
        nearest_lists(UnitTable(table.table), table.vocabulary, table.vocabulary.size(), count));
  }
  return lists;
}

std::optional<Interval> moved_interval(const std::vector<std::vector<double>>& resampled,
                                       std::size_t word, double cosine) {
  if (resampled.empty()) return std::nullopt;
  std::vector<double> values;
  for (const std::vector<double>& cosines : resampled) values.push_back(cosines[word]);
  return centred_interval(values, cosine, {.confidence = kConfidence});
}

/// What is known of every word once tables and chance are.
ShiftReport make_report(std::vector<std::string> names, const Shared& shared, const Chance& chance,
                        const ShiftOptions& options) {
  ShiftReport report{.periods = std::move(names), .options = options, .words = {}};
  const std::size_t periods = shared.tables.size();
  std::vector<std::vector<double>> cosines(1, std::vector<double>(shared.words.size(), 1));
  for (std::size_t period = 1; period < periods; ++period) {
    cosines.push_back(aligned_cosines(shared.tables[0], shared.tables[period]));
  }
  const auto lists = lists_by_period(shared, options.neighbours);
  const auto scores = frequency_matched(excess_of(log_distances_of(cosines.back()), chance),
                                        shared.least_counts(), options.matched);
  std::vector<double> p_values;
  for (const double score : scores) p_values.push_back(upper_tail(score));
  const std::vector<bool> found = discoveries(p_values, options.false_discovery);
  for (std::size_t i = 0; i < shared.words.size(); ++i) {
    WordShift& word = report.words.emplace_back();
    word = {.word = shared.words[i],
            .periods = {},
            .score = scores[i],
            .p_value = p_values[i],
            .is_reported = found[i]};
    report.reported += found[i] ? 1 : 0;
    for (std::size_t period = 0; period < periods; ++period) {
      WordInPeriod& in = word.periods.emplace_back();
      in.count = shared.counts(period)[i];
      in.cosine = cosines[period][i];
      in.overlap = jaccard(lists[0][i], lists[period][i]);
      if (period > 0 && !chance.resampled.empty()) {
        in.interval = moved_interval(chance.resampled[period], i, in.cosine);
      }
      for (const std::int32_t id : lists[period][i]) {
        in.neighbours.push_back(shared.words[static_cast<std::size_t>(id)]);
      }
    }
  }
  std::ranges::stable_sort(report.words, std::greater{}, &WordShift::score);
  return report;
}

/// The corpora of the periods, and how they are trained.
class Trainer {
 public:
  Trainer(const std::vector<PeriodTexts>& periods, Recipe recipe, Resources resources)
      : recipe_(std::move(recipe)), resources_(std::move(resources)) {
    for (const PeriodTexts& period : periods)
      corpora_.push_back(corpus_for(recipe_.count, period.corpus));
    if (recipe_.factor.svd.rank > 0) return;
    std::int64_t fewest = corpora_.front().vocabulary.size();
    for (const Corpus& corpus : corpora_) {
      fewest = std::min<std::int64_t>(fewest, corpus.vocabulary.size());
    }
    recipe_.factor.svd.rank = supported_rank(fewest);
  }

  std::size_t periods() const { return corpora_.size(); }
  std::int64_t fewest_documents() const {
    return std::ranges::min_element(corpora_, {}, &Corpus::documents)->documents;
  }
  Embedding train(std::size_t period) const {
    return vectors_of(corpora_[period], recipe_, resources_);
  }
  Embedding train_resample(std::size_t period, int resample, std::uint64_t seed) const {
    const auto stream =
        static_cast<std::uint64_t>(resample) * corpora_.size() + std::uint64_t{period};
    return vectors_of(resampled_corpus(corpora_[period], seed, stream), recipe_, resources_);
  }

 private:
  Recipe recipe_;
  Resources resources_;
  std::vector<Corpus> corpora_;
};

/// What resamples say of the words shared.
Chance resample(const Trainer& trainer, const Shared& shared, const ShiftOptions& options,
                const Progress& progress) {
  const std::size_t periods = trainer.periods();
  Chance chance;
  if (options.resamples == 0) return chance;
  chance.resampled.resize(periods);
  std::vector<Embedding> before(periods);
  for (int draw = 0; draw < options.resamples; ++draw) {
    std::vector<Embedding> tables;
    for (std::size_t period = 0; period < periods; ++period) {
      tables.push_back(
          select_words(trainer.train_resample(period, draw, options.seed), shared.words));
      if (period > 0) {
        chance.resampled[period].push_back(aligned_cosines(tables[0], tables[period]));
      }
      if (draw > 0) {
        chance.distances.push_back(
            log_distances_of(aligned_cosines(before[period], tables[period])));
      }
      report(progress, draw * std::ssize(before) + std::ssize(tables),
             options.resamples * std::ssize(before));
    }
    before = std::move(tables);
  }
  return chance;
}

template <class Periods>
std::vector<std::string> names_of(const Periods& periods) {
  require(periods.size() >= 2, "periods", fmt::to_string(periods.size()), "must be two at least");
  std::vector<std::string> names;
  for (const auto& period : periods) names.push_back(period.name);
  return names;
}

nlohmann::ordered_json to_json(const WordInPeriod& in) {
  nlohmann::ordered_json object{{"count", in.count},
                                {"cosine", in.cosine},
                                {"interval", nullptr},
                                {"overlap", in.overlap},
                                {"neighbours", in.neighbours}};
  if (in.interval) object["interval"] = {in.interval->low, in.interval->high};
  return object;
}

}  // namespace

void ShiftOptions::validate() const {
  require(least_count >= 1, "ShiftOptions.least_count", fmt::to_string(least_count),
          "must be at least 1");
  require(resamples == 0 || resamples >= 2, "ShiftOptions.resamples", fmt::to_string(resamples),
          "must be 0, or at least 2");
  require(false_discovery > 0 && false_discovery < 1, "ShiftOptions.false_discovery",
          fmt::to_string(false_discovery), "must be above 0 and below 1");
  require(neighbours >= 1, "ShiftOptions.neighbours", fmt::to_string(neighbours),
          "must be at least 1");
  require(matched >= 3, "ShiftOptions.matched", fmt::to_string(matched), "must be at least 3");
}

ShiftReport shift(const std::vector<PeriodTexts>& periods, const Recipe& recipe,
                  const ShiftOptions& options, const Resources& resources, Observer& observer) {
  options.validate();
  recipe.validate();
  resources.validate();
  std::vector<std::string> names = names_of(periods);
  const ThreadCount threads = internal::threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  const Progress training = observer.begin("train", "periods");
  const Trainer trainer(periods, recipe, resources);
  require(options.resamples == 0 || trainer.fewest_documents() >= kFewestDocuments,
          "ShiftOptions.resamples", fmt::to_string(options.resamples),
          fmt::format("must be 0 for a text of {} documents: {} are needed to draw from; see "
                      "SourceOptions.document",
                      trainer.fewest_documents(), kFewestDocuments));
  std::vector<Embedding> tables;
  for (std::size_t period = 0; period < trainer.periods(); ++period) {
    tables.push_back(trainer.train(period));
    report(training, std::ssize(tables), std::ssize(periods));
  }
  const Shared shared = share_words(tables, options);
  observer.end();
  Chance chance = resample(trainer, shared, options, observer.begin("resample", "trainings"));
  observer.end();
  return make_report(std::move(names), shared, chance, options);
}

ShiftReport shift(const std::vector<PeriodVectors>& periods, const ShiftOptions& options,
                  Observer& observer) {
  ShiftOptions alone = options;
  alone.resamples = 0;
  alone.validate();
  std::vector<std::string> names = names_of(periods);
  const CancellationScope scope(observer.cancellation());
  std::vector<Embedding> tables;
  for (const PeriodVectors& period : periods) tables.push_back(period.words);
  const Shared shared = share_words(tables, alone);
  return make_report(std::move(names), shared, {}, alone);
}

nlohmann::ordered_json to_json(const ShiftReport& report) {
  auto words = nlohmann::ordered_json::array();
  for (const WordShift& word : report.words) {
    auto periods = nlohmann::ordered_json::array();
    for (const WordInPeriod& in : word.periods) periods.push_back(to_json(in));
    words.push_back({{"word", word.word},
                     {"score", word.score},
                     {"p_value", word.p_value},
                     {"reported", word.is_reported},
                     {"periods", std::move(periods)}});
  }
  const ShiftOptions& options = report.options;
  return {{"periods", report.periods},
          {"least_count", options.least_count},
          {"resamples", options.resamples},
          {"false_discovery", options.false_discovery},
          {"neighbours", options.neighbours},
          {"matched", options.matched},
          {"seed", options.seed},
          {"tested", report.words.size()},
          {"reported", report.reported},
          {"words", std::move(words)}};
}

}  // namespace eigenlex
