#include "eigenlex/evaluate/benchmarks.hpp"

#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

nlohmann::ordered_json with_notes(nlohmann::ordered_json score, const Notes& notes) {
  score["notes"] = notes;
  return score;
}

}  // namespace

Notes Benchmarks::notes() const {
  Notes all;
  for (const auto& each : similarity) all.insert(all.end(), each.notes.begin(), each.notes.end());
  for (const auto& each : analogies) all.insert(all.end(), each.notes.begin(), each.notes.end());
  return all;
}

Benchmarks read_benchmarks(const std::vector<std::string>& similarity,
                           const std::vector<std::string>& analogies,
                           const std::vector<std::string>& columns) {
  if (!columns.empty() && !similarity.empty() && !analogies.empty()) {
    throw OptionError("TableOptions.columns", fmt::format("{}", fmt::join(columns, ",")),
                      "cannot be of word pairs and of analogies together");
  }
  Benchmarks benchmarks;
  for (const std::string& path : similarity) {
    benchmarks.similarity.push_back(read_similarity_benchmark(path, columns));
  }
  for (const std::string& path : analogies) {
    benchmarks.analogies.push_back(read_analogy_benchmark(path, columns));
  }
  return benchmarks;
}

BenchmarkScores score_benchmarks(const UnitTable& units, const Vocabulary& vocabulary,
                                 const Benchmarks& benchmarks, const AnalogyOptions& options,
                                 Observer& observer) {
  BenchmarkScores scores;
  for (const SimilarityBenchmark& benchmark : benchmarks.similarity) {
    observer.begin(benchmark.name);
    scores.similarity.push_back(score_similarity(units, vocabulary, benchmark));
    observer.end();
  }
  for (const AnalogyBenchmark& benchmark : benchmarks.analogies) {
    scores.analogies.push_back(score_analogies(units, vocabulary, benchmark, options,
                                               observer.begin(benchmark.name, "questions")));
    observer.end();
  }
  return scores;
}

nlohmann::ordered_json to_json(const BenchmarkScores& scores, const Benchmarks& benchmarks,
                               const AnalogyOptions& options) {
  auto similarity = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < scores.similarity.size(); ++i) {
    similarity.push_back(with_notes(to_json(scores.similarity[i]), benchmarks.similarity[i].notes));
  }
  auto analogies = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < scores.analogies.size(); ++i) {
    analogies.push_back(
        with_notes(to_json(scores.analogies[i], options), benchmarks.analogies[i].notes));
  }
  return {{"similarity", std::move(similarity)}, {"analogies", std::move(analogies)}};
}

}  // namespace eigenlex
