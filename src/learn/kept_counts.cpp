#include "learn/kept_counts.hpp"

#include <optional>
#include <system_error>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/counts/count_rows.hpp"
#include "eigenlex/counts/margins_file.hpp"
#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/learn/recipe.hpp"

#include "text/reading_json.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

constexpr const char* kKeptCounts = "counts";
constexpr const char* kVocabulary = "vocabulary";
constexpr const char* kMargins = "margins";
constexpr const char* kModelMarker = "model.json";

void write_kept_margins(const Model& model, const fs::path& counts, const fs::path& made) {
  const std::optional<FactorRecipe> recipe = described_factorizing(model.description);
  if (!recipe) return;
  const Counts opened = open_count_rows(counts);
  write_margins(known_margins(opened, recipe->ppmi.subsample), opened, kept_margins_path(made));
}

/// Moves a file or folder, to another file system too.
void move(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  fs::rename(from, to, failure);
  if (!failure) return;
  fs::copy(from, to, fs::copy_options::recursive, failure);
  if (failure) throw IoError::from_errno(to.string(), "write", failure.value());
  for (const auto& entry : fs::recursive_directory_iterator(to)) {
    if (entry.is_regular_file()) sync_file(entry.path());
  }
  if (fs::is_regular_file(to)) sync_file(to);
}

/// Moves what is in a folder.
void move_all(const fs::path& from, const fs::path& to) {
  for (const auto& entry : fs::directory_iterator(from)) {
    move(entry.path(), to / entry.path().filename());
  }
}

}  // namespace

fs::path kept_counts_path(const fs::path& model) { return companion_path(model, kKeptCounts); }
fs::path kept_vocabulary_path(const fs::path& model) { return companion_path(model, kVocabulary); }
fs::path kept_margins_path(const fs::path& model) { return companion_path(model, kMargins); }

KeptCounts read_kept_counts(const fs::path& path, const Model& model, const ReadOptions& options) {
  std::error_code unknown;
  if (!fs::exists(kept_counts_path(path), unknown)) {
    throw FormatError::at_path(path.string(),
                               "keeps no counts, which new text is added to; train it anew so that "
                               "it keeps them");
  }
  KeptCounts kept{.counts = open_counts(kept_counts_path(path), options),
                  .vocabulary = read_corpus_vocabulary(kept_vocabulary_path(path), options)};
  const Vocabulary& words = model.words.vocabulary;
  const auto its = model.description.find(kCountOptions);
  const bool is_its = its != model.description.end() &&
                      kept.counts.description.value(kCountOptions, nlohmann::json()) == *its &&
                      kept.counts.vocabulary.words() == words.words() &&
                      kept.counts.vocabulary.counts() == words.counts();
  if (!is_its) {
    throw FormatError::at_path(kept_counts_path(path).string(),
                               "are not the counts that the model was made of; train it anew");
  }
  if (kept.vocabulary.words.size() != kept.vocabulary.distinct_words) {
    throw FormatError::at_path(kept_vocabulary_path(path).string(),
                               "lacks words of the text; train the model anew");
  }
  return kept;
}

void write_with_counts(const Model& model, const CorpusVocabulary& vocabulary,
                       const fs::path& counts, const fs::path& scratch, const fs::path& output,
                       const AddToModel& add) {
  PendingPath pending(output, PendingPath::Kind::kFolder, kModelMarker);
  // The writers make folders that appear when complete; here they are parts of one that does.
  const fs::path made = scratch / "model";
  write_model(model, made);
  write_corpus_vocabulary(vocabulary, kept_vocabulary_path(made));
  write_kept_margins(model, counts, made);
  move_all(made, pending.path());
  move(counts, pending.path() / kKeptCounts);
  if (add) add(model, pending.path());
  pending.commit();
}

void write_with(const Model& model, const fs::path& output, const AddToModel& add) {
  PendingPath pending(output, PendingPath::Kind::kFolder, kModelMarker);
  const fs::path made = pending.path() / "made";
  write_model(model, made);
  move_all(made, pending.path());
  fs::remove(made);
  add(model, pending.path());
  pending.commit();
}

}  // namespace eigenlex::internal
