#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/core/notes.hpp"
#include "eigenlex/query/analogy.hpp"
#include "eigenlex/query/unit_table.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Questions of one kind: in each, the first word is to the second as the third is to the fourth.
struct AnalogySection {
  std::string name;
  std::vector<std::array<std::string, 4>> questions;
};

/// Analogy questions by section, as in Google's questions-words (Mikolov et al., ICLR 2013) or BATS
/// (Gladkova, Drozd & Matsuoka, NAACL SRW 2016).
struct AnalogyBenchmark {
  /// The file's name without its extension.
  std::string name;
  std::vector<AnalogySection> sections;
  /// What was decided on reading.
  Notes notes = {};
};

/// Reads a question a line, four words; `: name` begins a section. The words are parted by tabs,
/// semicolons, commas or blanks, the same in all lines (see TableReader, also for quotes).
///
/// Two words a line, as in BATS, are pairs: each pair of a section is asked by each other one. A
/// word such as "sea/ocean" stands for any of its parts where it is unknown as it is written: the
/// first known one of those asks, each of them answers.
///
/// Questions before the first section are in one without a name. Blank lines and lines that begin
/// with `#` are skipped; CR LF and a byte order mark are fine. `columns` are those of the words,
/// see TableOptions. `path` is for the name and the messages. Throws FormatError naming the line
/// that is not four words, or two where the first line has two, if there is no question, or for a
/// section of more than 2000 pairs; OptionError unless `columns` are four, two or none.
AnalogyBenchmark parse_analogy_benchmark(std::string_view text, const std::filesystem::path& path,
                                         const std::vector<std::string>& columns = {});

/// The same from a file, compressed or not. Throws IoError as well.
AnalogyBenchmark read_analogy_benchmark(const std::filesystem::path& path,
                                        const std::vector<std::string>& columns = {});

/// Counts of questions and answers, of a section or of several together.
struct AnalogyTally {
  std::string name;
  std::int64_t questions = 0;
  /// Questions with a word that is not in the vocabulary.
  std::int64_t unknown = 0;
  /// Questions of known words, one of them not among the words the evaluation is restricted to.
  std::int64_t beyond_restriction = 0;
  /// Questions whose best answer is the fourth word, or one that it stands for.
  std::int64_t correct = 0;

  /// Questions that were asked.
  std::int64_t covered() const { return questions - unknown - beyond_restriction; }
  /// Percentage of the covered questions answered correctly; nothing where none is covered.
  std::optional<double> accuracy() const;
  /// Percentage of the questions that are covered; 0 without questions.
  double coverage() const;

  AnalogyTally& operator+=(const AnalogyTally& other);
};

/// How a table does on an analogy benchmark.
struct AnalogyScore {
  std::string name;
  /// In the order of the benchmark.
  std::vector<AnalogyTally> sections;
  /// Sections whose name does not begin with "gram", and those whose name does: what Google's
  /// benchmark calls semantic and syntactic.
  AnalogyTally semantic{.name = "semantic"};
  AnalogyTally syntactic{.name = "syntactic"};
  AnalogyTally total{.name = "total"};
  /// Unknown words, each once, in the order of the benchmark.
  std::vector<std::string> unknown_words;
  /// Whether each question was answered correctly, in the order of the benchmark; nothing where it
  /// was not asked.
  std::vector<std::optional<bool>> outcomes;
};

/// Scores a table: how often the best answer to a question is the benchmark's.
///
/// Only the first `options.restrict_to` words are candidates, and questions are asked only of them;
/// `options.count` is of no account. Words are looked up as by WordLookup. Throws OptionError for
/// options out of range or a vocabulary of another size than the table. Cost and `progress` as of
/// `solve_analogies`; the same for any number of threads.
AnalogyScore score_analogies(const UnitTable& units, const Vocabulary& vocabulary,
                             const AnalogyBenchmark& benchmark, const AnalogyOptions& options = {},
                             const Progress& progress = {});

/// A tally as an object: name, accuracy, correct, covered, questions, coverage, unknown and
/// beyond_restriction; null for an accuracy that is undefined.
nlohmann::ordered_json to_json(const AnalogyTally& tally);
/// A score as an object: name, the options that it depends on, the tallies, unknown_words.
nlohmann::ordered_json to_json(const AnalogyScore& score, const AnalogyOptions& options);

}  // namespace eigenlex
