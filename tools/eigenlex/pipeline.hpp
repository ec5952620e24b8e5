#pragma once

#include <string>
#include <vector>

#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/counts/ppmi.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/factor/als.hpp"
#include "eigenlex/factor/pmi_cells.hpp"
#include "eigenlex/factor/spmm.hpp"
#include "eigenlex/factor/svd.hpp"
#include "eigenlex/text/phrases.hpp"
#include "eigenlex/text/restrict_vocabulary.hpp"
#include "eigenlex/text/tokenizer.hpp"

#include "console.hpp"

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
enum class Method { kSvd, kAls };

/// What turns counts into vectors.
struct FactorSettings {
  PpmiOptions ppmi;
  SvdOptions svd;
  Solver solver = Solver::kRandomized;
  DensePrecision precision = DensePrecision::kBfloat16;
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

/// Corpus to counts: read, join phrases, cut the vocabulary, count.
Counts count_corpus(const CountSettings& settings, Console& console);

/// Counts to model: weight, factorize, scale or refine. Takes the counts, whose memory it frees
/// once they are not needed.
Model factorize_counts(Counts counts, const FactorSettings& settings, Console& console);

/// Seconds of each stage, threads and peak memory: what model.run holds.
nlohmann::json describe_run(const Console& console);

}  // namespace eigenlex::tool
