#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/evaluate/spearman.hpp"
#include "eigenlex/query/unit_table.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Two words and how similar people find them, on any scale.
struct SimilarityPair {
  std::string first;
  std::string second;
  double score = 0;
};

/// A list of word pairs judged by people, such as WordSim-353 (Finkelstein et al., TOIS 2002) or
/// SimLex-999 (Hill, Reichart & Korhonen, Computational Linguistics 2015).
struct SimilarityBenchmark {
  /// The file's name without its extension.
  std::string name;
  /// In the order of the file; a pair given twice counts twice.
  std::vector<SimilarityPair> pairs;
};

/// Reads a pair a line: two words and a score, then anything, between runs of tabs, spaces, commas
/// and semicolons.
///
/// Blank lines and lines that begin with `#` are skipped, and so is a first line whose third field
/// is not a number: a header. CR LF and a byte order mark are fine. `path` is for the name and the
/// messages. Throws FormatError naming the line that is not two words and a finite number, or if
/// there is no pair at all.
SimilarityBenchmark parse_similarity_benchmark(std::string_view text,
                                               const std::filesystem::path& path);

/// The same from a file. Throws IoError as well.
SimilarityBenchmark read_similarity_benchmark(const std::filesystem::path& path);

/// How a table does on a similarity benchmark.
struct SimilarityScore {
  std::string name;
  /// Pairs in the benchmark.
  std::int64_t pairs = 0;
  /// Pairs of which both words are known; the others do not enter the correlation.
  std::int64_t covered = 0;
  /// Unknown words, each once, in the order of the benchmark.
  std::vector<std::string> unknown_words;
  /// 100 × Spearman's correlation of the cosines and the scores over covered pairs; nothing where
  /// it is undefined.
  std::optional<double> spearman;
  /// 100 × its bootstrap confidence interval.
  std::optional<Interval> interval;
  /// The cosine of each pair, in the order of the benchmark; nothing where it is not covered.
  std::vector<std::optional<double>> cosines;

  std::int64_t uncovered() const { return pairs - covered; }
};

/// Scores a table: the rank correlation of its cosines with people's scores.
///
/// Words are looked up by `find_benchmark_word`. Throws OptionError for options out of range or a
/// vocabulary of another size than the table. The same for any number of threads.
SimilarityScore score_similarity(const UnitTable& units, const Vocabulary& vocabulary,
                                 const SimilarityBenchmark& benchmark,
                                 const BootstrapOptions& options = {});

}  // namespace eigenlex
