#include "eigenlex/evaluate/compact_quality.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "eigenlex/query/neighbours.hpp"
#include "eigenlex/query/unit_table.hpp"

namespace eigenlex {
namespace {

constexpr std::int32_t kNeighbours = 10;
/// Words whose neighbours are compared, spread evenly over the frequencies.
constexpr std::int32_t kRecallWords = 1000;

/// Share of the nearest words of the one table that are among those of the other.
double recall(const UnitTable& original, const UnitTable& compact, const Vocabulary& vocabulary) {
  std::vector<std::int32_t> words;
  const std::int32_t step = std::max(1, vocabulary.size() / kRecallWords);
  for (std::int32_t id = 0; id < vocabulary.size(); id += step) words.push_back(id);
  const NeighbourOptions options{.count = kNeighbours};
  const auto wanted = nearest_words(original, vocabulary, words, options);
  const auto found = nearest_words(compact, vocabulary, words, options);
  std::int64_t all = 0, hits = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const Neighbour& neighbour : wanted[i]) {
      ++all;
      hits += std::ranges::count(found[i], neighbour.id, &Neighbour::id);
    }
  }
  return all == 0 ? 1.0 : static_cast<double>(hits) / static_cast<double>(all);
}

nlohmann::json number(const std::optional<double>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

}  // namespace

CompactQuality measure_compact(const Embedding& original, const Storage& compact,
                               std::span<const SimilarityBenchmark> benchmarks) {
  const Vocabulary& vocabulary = original.vocabulary;
  CompactQuality quality{.original_bytes = 4 * original.table.size(),
                         .compact_bytes = bytes_of(compact),
                         .error = table_error(original.table, compact),
                         .similarity = {}};
  const UnitTable before(original.table), after(compact);
  quality.recall_at_10 = recall(before, after, vocabulary);
  for (const SimilarityBenchmark& benchmark : benchmarks) {
    quality.similarity.push_back({score_similarity(before, vocabulary, benchmark),
                                  score_similarity(after, vocabulary, benchmark)});
  }
  return quality;
}

nlohmann::json to_json(const CompactQuality& quality) {
  nlohmann::json description{{"table_bytes", quality.compact_bytes},
                             {"original_bytes", quality.original_bytes},
                             {"mean_cosine_error", quality.error.mean_cosine_error},
                             {"worst_cosine_error", quality.error.worst_cosine_error},
                             {"recall_at_10", quality.recall_at_10}};
  if (quality.similarity.empty()) return description;
  nlohmann::json& scores = description["similarity"] = nlohmann::json::object();
  for (const ScoreChange& change : quality.similarity) {
    scores[change.original.name] = {{"original", number(change.original.spearman)},
                                    {"compact", number(change.compact.spearman)}};
  }
  return description;
}

}  // namespace eigenlex
