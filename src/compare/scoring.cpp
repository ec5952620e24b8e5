#include "compare/scoring.hpp"

#include <cmath>
#include <functional>
#include <numeric>
#include <optional>

#include "core/checksum.hpp"

namespace eigenlex::internal {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

json optional_json(const std::optional<double>& value) {
  return value ? json(*value) : json(nullptr);
}

json part_of(const SimilarityScore& score) {
  json cosines = json::array();
  for (const auto& cosine : score.cosines) cosines.push_back(optional_json(cosine));
  json interval;
  if (score.interval) interval = {score.interval->low, score.interval->high};
  return {{"value", optional_json(score.spearman)},
          {"interval", interval},
          {"items", score.pairs},
          {"covered", score.covered},
          {"answers", std::move(cosines)}};
}

json part_of(const AnalogyScore& score) {
  json outcomes = json::array();
  for (const auto& outcome : score.outcomes) {
    outcomes.push_back(outcome ? json(*outcome ? 1 : 0) : json(nullptr));
  }
  return {{"value", optional_json(score.total.accuracy())},
          {"semantic", optional_json(score.semantic.accuracy())},
          {"syntactic", optional_json(score.syntactic.accuracy())},
          {"items", score.total.questions},
          {"covered", score.total.covered()},
          {"answers", std::move(outcomes)}};
}

/// The scores of a contender's runs on one benchmark.
std::vector<const json*> scores_of(const Entry& entry, const char* kind, std::size_t benchmark) {
  std::vector<const json*> scores;
  for (const Run& run : entry.runs) {
    if (!run.score.is_null()) scores.push_back(&run.score.at(kind).at(benchmark));
  }
  return scores;
}

/// The items that every run of every contender has an answer to.
std::vector<std::size_t> common_items(const std::vector<std::vector<const json*>>& all) {
  std::vector<std::size_t> common;
  std::size_t items = 0;
  for (const auto& scores : all) {
    for (const json* score : scores) items = score->at("answers").size();
  }
  for (std::size_t i = 0; i < items; ++i) {
    bool answered = true;
    for (const auto& scores : all) {
      for (const json* score : scores) {
        answered = answered && !score->at("answers").at(i).is_null();
      }
    }
    if (answered) common.push_back(i);
  }
  return common;
}

std::vector<std::vector<double>> answers_to(const std::vector<const json*>& scores,
                                            const std::vector<std::size_t>& items) {
  std::vector<std::vector<double>> runs;
  for (const json* score : scores) {
    std::vector<double>& run = runs.emplace_back();
    for (const std::size_t i : items) {
      run.push_back(score->at("answers").at(i).get<double>());
    }
  }
  return runs;
}

/// A contender's row: its score in each seed, what it covers.
ordered_json row_of(const Entry& entry, const std::vector<const json*>& scores) {
  std::vector<double> values;
  for (const json* score : scores) {
    if (!score->at("value").is_null()) values.push_back(score->at("value").get<double>());
  }
  ordered_json row = over_seeds(values);
  row["contender"] = entry.name;
  for (const char* key : {"interval", "items", "covered", "semantic", "syntactic"}) {
    if (scores.front()->contains(key)) row[key] = scores.front()->at(key);
  }
  return row;
}

using DifferenceOf = std::function<std::optional<Difference>(Runs first, Runs second,
                                                             const std::vector<std::size_t>&)>;

ordered_json compare_on(const std::string& name, const char* kind, std::size_t benchmark,
                        const std::vector<Entry>& entries, const DifferenceOf& difference_of) {
  std::vector<const Entry*> scored;
  std::vector<std::vector<const json*>> scores;
  for (const Entry& entry : entries) {
    auto found = scores_of(entry, kind, benchmark);
    if (found.empty()) continue;
    scored.push_back(&entry);
    scores.push_back(std::move(found));
  }
  const std::vector<std::size_t> common = common_items(scores);
  ordered_json rows = ordered_json::array();
  ordered_json differences = ordered_json::array();
  for (std::size_t i = 0; i < scored.size(); ++i) {
    rows.push_back(row_of(*scored[i], scores[i]));
    for (std::size_t j = i + 1; j < scored.size(); ++j) {
      const auto difference =
          difference_of(answers_to(scores[i], common), answers_to(scores[j], common), common);
      if (difference) add_difference(differences, scored[i]->name, scored[j]->name, *difference);
    }
  }
  return {{"name", name},
          {"common_items", common.size()},
          {"scores", std::move(rows)},
          {"differences", std::move(differences)}};
}

}  // namespace

json key_of(const ComparisonData& data, std::int32_t restrict_to) {
  json key{{"restrict", restrict_to}, {"columns", data.columns}};
  for (const std::string& path : data.similarity) key["similarity"].push_back(file_checksum(path));
  for (const std::string& path : data.analogies) key["analogies"].push_back(file_checksum(path));
  return key;
}

json score_table(const Embedding& embedding, const Benchmarks& benchmarks, std::int32_t restrict_to,
                 const Progress& progress) {
  const auto all = std::ssize(benchmarks.similarity) + std::ssize(benchmarks.analogies);
  std::int64_t done = 0;
  report(progress, done, all);
  const UnitTable units{Table(embedding.table)};
  json result{{"words", embedding.vocabulary.size()},
              {"dim", embedding.table.cols()},
              {"similarity", json::array()},
              {"analogies", json::array()}};
  for (const SimilarityBenchmark& benchmark : benchmarks.similarity) {
    result["similarity"].push_back(
        part_of(score_similarity(units, embedding.vocabulary, benchmark)));
    report(progress, ++done, all);
  }
  for (const AnalogyBenchmark& benchmark : benchmarks.analogies) {
    const auto within = [&](std::int64_t, std::int64_t) { report(progress, done, all); };
    result["analogies"].push_back(part_of(score_analogies(units, embedding.vocabulary, benchmark,
                                                          {.restrict_to = restrict_to}, within)));
    report(progress, ++done, all);
  }
  return result;
}

ordered_json compare_similarity(const Benchmarks& benchmarks, const std::vector<Entry>& entries) {
  ordered_json result = ordered_json::array();
  for (std::size_t b = 0; b < benchmarks.similarity.size(); ++b) {
    const SimilarityBenchmark& benchmark = benchmarks.similarity[b];
    result.push_back(
        compare_on(benchmark.name, "similarity", b, entries,
                   [&](Runs first, Runs second, const std::vector<std::size_t>& common) {
                     std::vector<double> judged;
                     for (const std::size_t i : common) judged.push_back(benchmark.pairs[i].score);
                     return spearman_difference(first, second, judged);
                   }));
  }
  return result;
}

ordered_json compare_analogies(const Benchmarks& benchmarks, const std::vector<Entry>& entries) {
  ordered_json result = ordered_json::array();
  for (std::size_t b = 0; b < benchmarks.analogies.size(); ++b) {
    result.push_back(compare_on(benchmarks.analogies[b].name, "analogies", b, entries,
                                [](Runs first, Runs second, const std::vector<std::size_t>&) {
                                  return mean_difference(first, second, RunPairing::kIndependent);
                                }));
  }
  return result;
}

void add_difference(ordered_json& list, const std::string& first, const std::string& second,
                    const Difference& difference) {
  const auto [low, high] = difference.interval;
  const bool beyond_noise = difference.is_beyond_noise();
  list.push_back({{"first", first},
                  {"second", second},
                  {"mean", 100 * difference.mean},
                  {"low", 100 * low},
                  {"high", 100 * high},
                  {"beyond_noise", beyond_noise}});
  list.push_back({{"first", second},
                  {"second", first},
                  {"mean", -100 * difference.mean},
                  {"low", -100 * high},
                  {"high", -100 * low},
                  {"beyond_noise", beyond_noise}});
}

ordered_json over_seeds(const std::vector<double>& values) {
  ordered_json result{
      {"contender", nullptr}, {"mean", nullptr}, {"sd", nullptr}, {"by_seed", values}};
  if (values.empty()) return result;
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  result["mean"] = mean;
  if (values.size() > 1) {
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    result["sd"] = std::sqrt(squares / (count - 1));
  }
  return result;
}

}  // namespace eigenlex::internal
