#pragma once

#include <cstdint>
#include <string>

#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/counts/ppmi.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"
#include "eigenlex/text/corpus.hpp"

namespace eigenlex::bench {

/// What is measured on.
struct WorkloadOptions {
  /// A file of text, tokens separated by blanks; empty for generated text.
  std::string corpus;
  /// Tokens and distinct words of the generated text; >= 1.
  std::int64_t tokens = 4'000'000;
  std::int64_t words = 50'000;
  std::uint64_t seed = 1;
  /// Words occurring less often are left out; >= 1.
  std::int64_t min_count = 5;
  /// Columns of dense matrices, and dimensions of factors and vectors; >= 1.
  std::int64_t columns = 384;
  std::int64_t dimensions = 300;
};

/// A corpus and what the stages before factorization make of it.
struct Workload {
  std::string corpus_path;
  std::int64_t text_bytes = 0;
  Corpus corpus;
  CooccurrenceMatrix counts;
  Margins expected;
  CsrMatrix<float> matrix;  ///< PPMI
};

/// Runs the stages; generated text is written to `folder`.
Workload make_workload(const WorkloadOptions& options, const std::string& folder);

}  // namespace eigenlex::bench
