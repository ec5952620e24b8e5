#include "eigenlex/learn/evidence.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/counts/count_rows.hpp"
#include "eigenlex/counts/margins_file.hpp"
#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/train.hpp"
#include "eigenlex/learn/update.hpp"

#include "core/checksum.hpp"
#include "core/sealed_json.hpp"
#include "learn/kept_counts.hpp"
#include "learn/stages.hpp"
#include "text/reading_json.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

constexpr const char* kKeptText = "text";

ContextTable table_of(Counts counts, const fs::path& margins_folder, const PpmiOptions& ppmi,
                      const ReadOptions& options) {
  std::error_code unknown;
  KnownMargins margins = !margins_folder.empty() && fs::exists(margins_folder, unknown)
                             ? read_margins(margins_folder, counts, options)
                             : known_margins(counts, ppmi.subsample);
  return {std::move(counts), std::move(margins), ppmi};
}

/// How the counts of a model were weighed.
PpmiOptions weighting_of(const nlohmann::json& description, const fs::path& model) {
  const std::optional<FactorRecipe> recipe = described_factorizing(description);
  if (recipe) return recipe->ppmi;
  throw FormatError::at_path(model.string(),
                             "does not say how counts were weighed; it is none of word counts");
}

/// Whether the model was made of these counts, as far as can be told without its vectors.
bool are_of(const Counts& counts, const fs::path& folder, const fs::path& model,
            const nlohmann::json& description) {
  const auto its = description.find(internal::kCountOptions);
  return its != description.end() &&
         counts.description.value(internal::kCountOptions, nlohmann::json()) == *its &&
         internal::file_checksum(folder / "vocab.tsv") ==
             internal::file_checksum(model / "vocab.tsv");
}

fs::path kept_text_path(const fs::path& model) { return companion_path(model, kKeptText); }

/// Puts the text of a model into its folder, read as it was for the model.
void add_text(const std::vector<std::string>& corpus, const Recipe& given, const Model& model,
              const fs::path& folder) {
  const std::optional<CountRecipe> recipe = described_counting(model.description);
  SourceOptions source = given.count.source;
  source.document = recipe->source.document;
  const TextFigures figures =
      write_text_index(corpus, recipe->tokenizer, source, folder / kKeptText);
  if (figures.tokens != model.description.at("corpus").at("tokens_read")) {
    throw IoError(fmt::format("{}: changed while it was read; train again", corpus.front()));
  }
}

}  // namespace

Model train_with_evidence_into(const fs::path& output, const std::vector<std::string>& corpus,
                               const Recipe& recipe, const KeptEvidence& keep,
                               const Resources& resources, Observer& observer) {
  const Communicator& ranks = resources.communicator();
  if (keep.counts && !ranks.is_alone()) {
    throw OptionError("KeptEvidence.counts", "true",
                      "must be false over several ranks: count and factorize, and keep the counts");
  }
  if (!keep.text) {
    return keep.counts ? train_with_counts_into(output, corpus, recipe, resources, observer)
                       : train_into(output, corpus, recipe, resources, observer);
  }
  if (std::ranges::count(corpus, "-") > 0) {
    throw OptionError("corpus", "-", "must be files: a text that is kept is read twice");
  }
  const internal::AddToModel add = [&](const Model& model, const fs::path& folder) {
    add_text(corpus, recipe, model, folder);
  };
  if (keep.counts) {
    return internal::train_with_counts(output, corpus, recipe, resources, observer, add);
  }
  if (ranks.is_first()) {
    const PendingPath rehearsal(output, PendingPath::Kind::kFolder, "model.json");
  }
  return internal::train_and_write(corpus, recipe, resources, observer, [&](const Model& model) {
    internal::write_with(model, output, add);
  });
}

bool keeps_text(const fs::path& model) {
  std::error_code unknown;
  return fs::exists(kept_text_path(model), unknown);
}

TextIndex open_kept_text(const fs::path& model, const ReadOptions& options) {
  if (keeps_text(model)) return TextIndex(kept_text_path(model), options);
  throw FormatError::at_path(model.string(), "keeps no text; train it anew so that it keeps it");
}

ContextTable open_contexts(const fs::path& path, const fs::path& counts,
                           const ReadOptions& options) {
  if (!is_model(path)) {
    if (fs::exists(path / "counts.json")) {
      return table_of(open_counts(path, options), {}, FactorRecipe{}.ppmi, options);
    }
    throw FormatError::at_path(path.string(), "is neither the folder of a model nor one of counts");
  }
  const bool are_kept = counts.empty();
  const fs::path folder = are_kept ? internal::kept_counts_path(path) : counts;
  if (are_kept && !fs::exists(folder)) {
    throw FormatError::at_path(path.string(),
                               "keeps no counts, which tell of its contexts; train it anew so that "
                               "it keeps them, or name the folder of its counts");
  }
  const nlohmann::json description =
      internal::read_sealed_json(path / "model.json", {options.verify_checksums});
  const PpmiOptions ppmi = weighting_of(description, path);
  const fs::path margins = are_kept ? internal::kept_margins_path(path) : fs::path();
  std::error_code unknown;
  const bool are_margins_known = are_kept && fs::exists(margins, unknown);
  Counts opened =
      are_margins_known ? open_count_rows(folder, options) : open_counts(folder, options);
  if (!are_of(opened, folder, path, description)) {
    throw FormatError::at_path(folder.string(), "are not the counts that the model was made of");
  }
  return table_of(std::move(opened), margins, ppmi, options);
}

}  // namespace eigenlex
