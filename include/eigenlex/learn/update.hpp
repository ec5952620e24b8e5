#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/resources.hpp"

namespace eigenlex {

/// `train_into`, whose bytes the model has, and the model keeps what an update needs: its counts
/// and all words of its text, rare ones too, in the folders `counts` and `vocabulary` of its own.
///
/// Text is read twice. Needs `Resources.work`, for the counts until the model is there. Throws
/// OptionError also for the standard input and for phrases. Stages as `train_into`, and "words"
/// before them.
Model train_with_counts_into(const std::filesystem::path& output,
                             const std::vector<std::string>& corpus, const Recipe& recipe,
                             const Resources& resources, Observer& observer = unobserved());

/// Whether a model keeps what an update needs.
bool keeps_counts(const std::filesystem::path& model);

/// How text is added to what a model was made of.
struct UpdateOptions {
  /// The model of all text at once, byte for byte: made anew of exact counts. Where old text has
  /// words that are frequent enough only now, whose pairs the kept counts lack, it is read again.
  bool exact = false;
};

/// A word and the cosine of its vector with what it was before.
struct MovedWord {
  std::string word;
  std::int64_t count = 0;
  double cosine = 0;
};

/// What an update changed.
struct UpdateReport {
  std::int64_t new_documents = 0;
  std::int64_t new_tokens = 0;
  std::int64_t new_words = 0;
  /// Words that the new text does not have, whose vectors are what they were.
  std::int64_t kept_words = 0;
  /// New words that the old text has too, and how often it has them: their pairs there are missing
  /// from the counts, unless these are exact.
  std::int64_t missed_words = 0;
  std::int64_t missed_tokens = 0;
  /// Whether the counts are those of all text.
  bool exact_counts = false;
  /// Of the words that the model had.
  double mean_cosine = 0;
  /// Those of the more frequent half of them that moved most.
  std::vector<MovedWord> moved;
};

nlohmann::ordered_json to_json(const UpdateReport& report);

struct UpdatedModel {
  Model model;
  UpdateReport report;
};

/// Adds text to a model that keeps its counts, and writes the model of all text, which keeps its
/// own.
///
/// New text is counted by the words of all, and added to the old counts, which is exact but for
/// words that come above the cut only now. The factorization starts from the vectors there are, ALS
/// for one sweep, the SVD with its subspace; words that are new start from nothing, and words lean
/// on parts that two folds foretell. The table is then rotated onto the old one
/// (`orthogonal_procrustes` over the words of both), so that what was built on the old vectors goes
/// on to work, and words that the new text does not have keep their old vectors; it is of no scaled
/// singular vectors then. The description says under "update" what was added.
///
/// `UpdateOptions.exact` gives what `train_with_counts_into` gives of all text, in the basis of its
/// own; the report is of the rotated table all the same. Its rank is the model's, or what all words
/// support where the model had what its words supported.
/// Throws FormatError where the model keeps no counts or they are not its own, or where old text
/// has to be read again and is not what it was. Needs `Resources.work`. The same bytes for any
/// resources.
UpdatedModel update_into(const std::filesystem::path& output, const std::filesystem::path& model,
                         const std::vector<std::string>& new_text, const UpdateOptions& options,
                         const Resources& resources, Observer& observer = unobserved(),
                         const ReadOptions& read = {});

}  // namespace eigenlex
