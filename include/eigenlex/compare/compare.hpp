#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/classify/networks.hpp"
#include "eigenlex/compare/contender.hpp"
#include "eigenlex/core/observer.hpp"
#include "eigenlex/text/restrict_vocabulary.hpp"
#include "eigenlex/text/tokenizer.hpp"

namespace eigenlex {

/// A table that another program learned.
struct NamedTable {
  std::string name;
  /// As for `load_embedding`.
  std::filesystem::path path;
};

/// What is compared, and on what.
struct ComparisonData {
  /// Paths of the text, as for `read_corpus`.
  std::vector<std::string> corpus;
  /// Files of labelled texts, word pairs and analogy questions; any may be empty.
  std::vector<std::string> labelled = {};
  std::vector<std::string> similarity = {};
  std::vector<std::string> analogies = {};
  /// Columns of these files, see `read_benchmarks`.
  std::vector<std::string> columns = {};
  std::vector<Contender> contenders = {};
  std::vector<NamedTable> tables = {};
};

struct CompareOptions {
  TokenizerOptions tokenizer{.kind = TokenizerKind::kAuto};
  VocabularyOptions vocabulary = {};
  /// Columns of all vectors that are trained; >= 1.
  std::int64_t dim = 100;
  /// Analogies of so many of the most frequent words only; >= 0, 0 for all.
  std::int32_t restrict_to = 30000;
  /// Trainings of each contender; 1..100.
  int seeds = 2;
  /// Minutes that all may take; what does not fit is left out and named. >= 0, 0 for no limit.
  double budget_minutes = 10;
  /// >= 1.
  int threads = 1;
  /// What small classifiers are trained by beside linear ones; null for linear ones alone.
  const Networks* networks = nullptr;
  /// How contenders are trained.
  TrainingRunner run = train_here;

  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Throws OptionError unless there is a contender or table, and all are of different names.
void validate(const ComparisonData& data);

/// Trains contenders on one corpus, measures each table, and says who was first in what and whether
/// that is beyond the noise: results.json of docs/compare.md.
///
/// Finished parts are kept in the folder `work`, under a checksum of all that decides them: the
/// build of the library, the text, the contender's settings, the options. The same comparison begun
/// again, or another that shares parts with it, finds them there; what is there of others is left
/// alone. One training of each contender and all that is measured on it come before further seeds:
/// what the budget cuts off is what matters least.
///
/// Throws OptionError for bad options, and IoError or FormatError for files that cannot be read or
/// do not go together, before any training. An exception of a contender, or of the observer, leaves
/// with the parts finished so far kept. Stages: "read", then one for each part. The same result for
/// the same arguments, but for the figures of time and memory, if the contenders' is. What was
/// decided on reading the files of benchmarks and of labelled texts is noted to the observer.
nlohmann::ordered_json compare(const ComparisonData& data, const CompareOptions& options,
                               const std::filesystem::path& work,
                               Observer& observer = unobserved());

}  // namespace eigenlex
