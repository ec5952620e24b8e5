#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/resources.hpp"
#include "eigenlex/text/corpus_vocabulary.hpp"

namespace eigenlex::internal {

/// Puts more into the folder of a model, one that has no name yet.
using AddToModel = std::function<void(const Model& model, const std::filesystem::path& folder)>;

/// What a model keeps for updates, in folders of its own.
struct KeptCounts {
  Counts counts;  ///< their cells in their files
  CorpusVocabulary vocabulary;
};

std::filesystem::path kept_counts_path(const std::filesystem::path& model);
std::filesystem::path kept_vocabulary_path(const std::filesystem::path& model);
/// The margins of the counts, with which contexts are told and weighed.
std::filesystem::path kept_margins_path(const std::filesystem::path& model);

/// Reads what a model keeps. Throws FormatError where it keeps nothing, or not its own.
KeptCounts read_kept_counts(const std::filesystem::path& path, const Model& model,
                            const ReadOptions& options);

/// Writes a model with what it keeps: the folder appears when all of it is complete. `counts` is a
/// folder of counts that is moved, `scratch` one that is there for the parts; `add`, where it is
/// given, puts more into the folder before it appears.
void write_with_counts(const Model& model, const CorpusVocabulary& vocabulary,
                       const std::filesystem::path& counts, const std::filesystem::path& scratch,
                       const std::filesystem::path& output, const AddToModel& add = {});

/// Writes a model with what `add` puts into its folder, which appears when all of it is complete.
void write_with(const Model& model, const std::filesystem::path& output, const AddToModel& add);

/// `train_with_counts_into`, with what `add` puts into the model.
Model train_with_counts(const std::filesystem::path& output, const std::vector<std::string>& corpus,
                        const Recipe& recipe, const Resources& resources, Observer& observer,
                        const AddToModel& add);

}  // namespace eigenlex::internal
