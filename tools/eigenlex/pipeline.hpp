#pragma once

#include <functional>
#include <string>
#include <vector>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/counts/ppmi.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/factor/als.hpp"
#include "eigenlex/factor/pmi_cells.hpp"
#include "eigenlex/factor/svd.hpp"
#include "eigenlex/matrix/spmm.hpp"
#include "eigenlex/text/phrases.hpp"
#include "eigenlex/text/restrict_vocabulary.hpp"
#include "eigenlex/text/tokenizer.hpp"

#include "console.hpp"
#include "memory_budget.hpp"

namespace eigenlex::tool {

/// What turns text into counts.
struct CountSettings {
  std::vector<std::string> corpus;
  TokenizerOptions tokenizer;
  PhraseOptions phrases;
  VocabularyOptions vocabulary;
  CooccurrenceOptions window;
};

enum class Solver { kRandomized, kSpectra };
constexpr auto enum_names(Solver) {
  return std::to_array<EnumName<Solver>>(
      {{Solver::kRandomized, "randomized"}, {Solver::kSpectra, "spectra"}});
}
enum class Method { kSvd, kAls };
constexpr auto enum_names(Method) {
  return std::to_array<EnumName<Method>>({{Method::kSvd, "svd"}, {Method::kAls, "als"}});
}

/// What turns counts into vectors.
struct FactorSettings {
  PpmiOptions ppmi;
  SvdOptions svd;
  Solver solver = Solver::kRandomized;
  DensePrecision precision = DensePrecision::kBfloat16;
  /// Whether the PPMI matrix and its transpose are stored, 16 bytes a cell, rather than computed
  /// from the counts in each product: faster, the result is the same.
  bool stores_matrix = true;
  double exponent = 0.25;
  Method method = Method::kSvd;
  /// For counts of words; docs/quality.md says why.
  AlsOptions als{.sweeps = 3, .unobserved_weight = 0.1, .cg_steps = 1};
  CellWeightOptions cell_weight;
  /// Share of the SVD's unit rows in the mean with those of ALS, 0..1.
  double blend = 0;
};

/// Throws OptionError for an option outside its range, before any work is done.
void validate(const CountSettings& settings);
void validate(const FactorSettings& settings);

/// Bytes that what comes after counting takes beside counts of a shape.
using LaterMemory = std::function<std::int64_t(const MatrixShape&)>;

/// What of the settings decides on the counts, and the key "corpus" that they were given.
nlohmann::json describe(const CountSettings& settings);

/// Corpus to counts: read, join phrases, cut the vocabulary, count. The counts lie in files of the
/// budget's folder where they do not fit in memory beside `later`.
Counts count_corpus(const CountSettings& settings, const MemoryBudget& budget,
                    const LaterMemory& later, Console& console);

/// Counts to model: weight, factorize, scale or refine. Takes the counts, whose memory it frees
/// once they are not needed.
Model factorize_counts(Counts counts, const FactorSettings& settings, Console& console);

/// Seconds of each stage, threads and peak memory: what model.run holds.
nlohmann::json describe_run(const Console& console);

}  // namespace eigenlex::tool
