#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/classify/labelled_texts.hpp"

#include "compare/entry.hpp"
#include "compare/session.hpp"

namespace eigenlex::internal {

/// A file of labelled texts, cut into what is trained on and what is tested on.
struct LabelledTask {
  std::string name;
  std::string path;
  std::string checksum;
  LabelledTexts train;
  LabelledTexts test;
  /// Numbers of examples to train on, rising; the last is all.
  std::vector<std::int64_t> sizes;
  /// What was decided on reading.
  Notes notes;
};

/// Reads the files and splits each, a fifth and 5,000 texts at most for the test. Throws IoError or
/// FormatError as `read_labelled_texts`.
std::vector<LabelledTask> read_tasks(const std::vector<std::string>& files,
                                     const TokenizerOptions& tokenizer);

/// Throws FormatError, which names the file, where no word of a task is in the vocabulary.
void check_coverage(const std::vector<LabelledTask>& tasks, const Vocabulary& vocabulary,
                    const std::string& source);

/// Trains the same small classifiers on the vectors of each contender, with each number of examples
/// and each seed, which draws the examples. What there is no time for is left out.
nlohmann::ordered_json compare_classifiers(Session& session, const std::vector<LabelledTask>& tasks,
                                           const std::vector<Entry>& entries);

}  // namespace eigenlex::internal
