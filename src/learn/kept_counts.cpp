#include "learn/kept_counts.hpp"

#include <system_error>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/embedding/companion.hpp"

#include "text/reading_json.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

constexpr const char* kKeptCounts = "counts";
constexpr const char* kVocabulary = "vocabulary";

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

}  // namespace

fs::path kept_counts_path(const fs::path& model) { return companion_path(model, kKeptCounts); }
fs::path kept_vocabulary_path(const fs::path& model) { return companion_path(model, kVocabulary); }

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
                       const fs::path& counts, const fs::path& scratch, const fs::path& output) {
  PendingPath pending(output, PendingPath::Kind::kFolder, "model.json");
  // The writers make folders that appear when complete; here they are parts of one that does.
  const fs::path made = scratch / "model";
  write_model(model, made);
  write_corpus_vocabulary(vocabulary, kept_vocabulary_path(made));
  for (const auto& entry : fs::directory_iterator(made)) {
    move(entry.path(), pending.path() / entry.path().filename());
  }
  move(counts, pending.path() / kKeptCounts);
  pending.commit();
}

}  // namespace eigenlex::internal
