#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "eigenlex/classify/classification_score.hpp"
#include "eigenlex/classify/networks.hpp"
#include "eigenlex/classify/tagging_score.hpp"
#include "eigenlex/core/notes.hpp"
#include "eigenlex/core/observer.hpp"

namespace eigenlex {

/// How a file of examples is read.
struct ExampleFileOptions {
  /// Columns of label and text, see `LabelledTextOptions`, or of token and tag, see
  /// `TaggedSentenceOptions`.
  std::vector<std::string> columns = {};
  /// Told what was decided on reading; may be empty.
  NoteSink note = {};
};

/// What a classifier is trained on.
struct ClassifierData {
  Task task = Task::kClasses;
  /// Labelled texts as for `read_labelled_texts`, or for Task::kTags tagged sentences as for
  /// `read_tagged_sentences`.
  std::string path;
  ExampleFileOptions file = {};
  TokenizerOptions tokenizer = {};
  /// Examples set aside to score the classifier on, stratified by class; >= 0.
  std::int64_t held_out = 0;
  /// Draws them.
  std::uint64_t split_seed = 1;
  /// Examples to learn from, of those that are left, drawn by `ClassifierOptions.seed`; 0 for all.
  std::int64_t examples = 0;
};

/// How well a classifier did, by its task.
using ClassifierScore = std::variant<ClassificationScore, TaggingScore>;

/// The score as an object, see `to_json` of each kind.
nlohmann::ordered_json to_json(const ClassifierScore& score,
                               std::span<const std::string> class_names);

/// A classifier, and how it did on the examples set aside, if there are any.
struct ScoredClassifier {
  Classifier classifier;
  std::optional<ClassifierScore> score = std::nullopt;
};

/// Reads examples, sets some aside, trains on the others and scores.
///
/// `embedding` may be null for EmbeddingMode::kRandom, `networks` for Network::kLinear. Stages:
/// "read", "train", and "score" where examples are set aside. Throws OptionError for bad options,
/// before anything is read; then as the readers do and as training does. The same bytes for any
/// number of threads.
ScoredClassifier train_on_file(const ClassifierData& data, const Embedding* embedding,
                               const ClassifierOptions& options, const Networks* networks = nullptr,
                               Observer& observer = unobserved());

/// What was trained as an object: network, mode, words, and what the description says of examples,
/// coverage and training; "held_out" where there is a score.
nlohmann::ordered_json to_json(const ScoredClassifier& trained);

/// How the text of a model was read, for texts to be read alike: its tokenizer and case; as
/// tokenized text where it does not say, as files of vectors do not. Throws IoError or FormatError
/// for a model.json that cannot be read.
TokenizerOptions tokenizer_of_model(const std::filesystem::path& model);

/// Scores a classifier on a file of examples as it was trained on. Stages: "read" and "predict".
/// Throws as the readers do, and FormatError for a class that the classifier does not have.
ClassifierScore score_on_file(const Classifier& classifier, const std::string& path,
                              const Networks* networks = nullptr, Observer& observer = unobserved(),
                              const ExampleFileOptions& file = {});

}  // namespace eigenlex
