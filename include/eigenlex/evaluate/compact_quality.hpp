#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/embedding/storage.hpp"
#include "eigenlex/embedding/table_error.hpp"
#include "eigenlex/evaluate/similarity_benchmark.hpp"

namespace eigenlex {

/// A score of both tables.
struct ScoreChange {
  SimilarityScore original;
  SimilarityScore compact;
};

/// What a compact table keeps of the one that it was made of.
struct CompactQuality {
  std::int64_t original_bytes = 0;
  std::int64_t compact_bytes = 0;
  TableError error;
  /// Share of the 10 nearest words that stay among them, over some 1,000 words spread evenly over
  /// the vocabulary.
  double recall_at_10 = 1;
  /// In the order of the benchmarks.
  std::vector<ScoreChange> similarity;
};

/// Measures a compact table. Throws OptionError if the shapes differ. Cost that of some 2,000
/// searches; the same for any number of threads.
CompactQuality measure_compact(const Embedding& original, const Storage& compact,
                               std::span<const SimilarityBenchmark> benchmarks = {});

/// The quality as compact models record it: table_bytes, original_bytes, mean_cosine_error,
/// worst_cosine_error, recall_at_10, and with benchmarks similarity.
nlohmann::json to_json(const CompactQuality& quality);

}  // namespace eigenlex
