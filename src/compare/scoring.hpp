#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/compare/compare.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/evaluate/benchmarks.hpp"
#include "eigenlex/evaluate/difference.hpp"

#include "compare/entry.hpp"

namespace eigenlex::internal {

/// What identifies the benchmarks of a comparison, and how they are scored.
nlohmann::json key_of(const ComparisonData& data, std::int32_t restrict_to);

/// Scores of one table, with the answer to every item. `progress` counts benchmarks.
nlohmann::json score_table(const Embedding& embedding, const Benchmarks& benchmarks,
                           std::int32_t restrict_to, const Progress& progress);

/// For each benchmark the scores of all contenders and the differences between them, with intervals
/// over the items that all contenders cover and over seeds.
nlohmann::ordered_json compare_similarity(const Benchmarks& benchmarks,
                                          const std::vector<Entry>& entries);
nlohmann::ordered_json compare_analogies(const Benchmarks& benchmarks,
                                         const std::vector<Entry>& entries);

/// Adds how far one contender is above another, in hundredths, and the same the other way round.
void add_difference(nlohmann::ordered_json& list, const std::string& first,
                    const std::string& second, const Difference& difference);

/// Mean and standard deviation (n - 1; null for one value) of scores over seeds.
nlohmann::ordered_json over_seeds(const std::vector<double>& values);

}  // namespace eigenlex::internal
