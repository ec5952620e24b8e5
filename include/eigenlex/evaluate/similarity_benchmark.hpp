#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/core/notes.hpp"
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
  /// All words end in a part of speech, as in "sun-n": where a word is unknown, it is looked up
  /// without it.
  bool tagged_words = false;
  /// What was decided on reading.
  Notes notes = {};
};

/// Reads a pair a line: two words and a score, then anything, parted by tabs, semicolons, commas or
/// blanks, the same in all lines (see TableReader, also for quotes and columns that count lines).
/// Words may hold what does not part fields.
///
/// Scores may have decimal commas (see NumberColumn). Blank lines and lines that begin with `#` are
/// skipped, and so is, with a note, a first line that has a word in place of the score: a header.
/// Where the third column holds words throughout, as in SimLex-999, the first one of numbers after
/// it is the score, with a note. `columns` are those of the words and the score, see TableOptions.
/// `path` is for the name and the messages.
///
/// Throws FormatError naming the line that is not two words and a finite number, or whose score may
/// be one with a decimal comma or two columns, or if there is no pair at all; OptionError unless
/// `columns` are three or none.
SimilarityBenchmark parse_similarity_benchmark(std::string_view text,
                                               const std::filesystem::path& path,
                                               const std::vector<std::string>& columns = {});

/// The same from a file, compressed or not. Throws IoError as well.
SimilarityBenchmark read_similarity_benchmark(const std::filesystem::path& path,
                                              const std::vector<std::string>& columns = {});

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
/// Words are looked up as by WordLookup. Throws OptionError for options out of range or a
/// vocabulary of another size than the table. The same for any number of threads.
SimilarityScore score_similarity(const UnitTable& units, const Vocabulary& vocabulary,
                                 const SimilarityBenchmark& benchmark,
                                 const BootstrapOptions& options = {});

/// A score as an object: name, spearman, interval, pairs, covered, uncovered, unknown_words; null
/// for what is undefined.
nlohmann::ordered_json to_json(const SimilarityScore& score);

}  // namespace eigenlex
