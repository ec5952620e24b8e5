#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/core/notes.hpp"
#include "eigenlex/core/observer.hpp"
#include "eigenlex/evaluate/analogy_benchmark.hpp"
#include "eigenlex/evaluate/similarity_benchmark.hpp"

namespace eigenlex {

/// What tables are scored on.
struct Benchmarks {
  std::vector<SimilarityBenchmark> similarity = {};
  std::vector<AnalogyBenchmark> analogies = {};

  /// What was decided on reading all of them.
  Notes notes() const;
};

/// Reads files of word pairs and of analogy questions. `columns` are those of the files, see
/// TableOptions: OptionError where there are any and files of both kinds. Throws as
/// `read_similarity_benchmark` and `read_analogy_benchmark`.
Benchmarks read_benchmarks(const std::vector<std::string>& similarity,
                           const std::vector<std::string>& analogies,
                           const std::vector<std::string>& columns = {});

/// How a table does on benchmarks, in their order.
struct BenchmarkScores {
  std::vector<SimilarityScore> similarity = {};
  std::vector<AnalogyScore> analogies = {};
};

/// Scores a table on all; see `score_similarity` and `score_analogies`. A stage for each benchmark,
/// of its name; those of analogies count questions.
BenchmarkScores score_benchmarks(const UnitTable& units, const Vocabulary& vocabulary,
                                 const Benchmarks& benchmarks, const AnalogyOptions& options = {},
                                 Observer& observer = unobserved());

/// The scores as an object: similarity and analogies, each score as `to_json` has it with the notes
/// of its benchmark.
nlohmann::ordered_json to_json(const BenchmarkScores& scores, const Benchmarks& benchmarks,
                               const AnalogyOptions& options);

}  // namespace eigenlex
