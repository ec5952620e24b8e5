#pragma once

#include <filesystem>
#include <string>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/text/corpus_vocabulary.hpp"

namespace eigenlex::internal {

/// What a model keeps for updates, in folders of its own.
struct KeptCounts {
  Counts counts;  ///< their cells in their files
  CorpusVocabulary vocabulary;
};

std::filesystem::path kept_counts_path(const std::filesystem::path& model);
std::filesystem::path kept_vocabulary_path(const std::filesystem::path& model);

/// Reads what a model keeps. Throws FormatError where it keeps nothing, or not its own.
KeptCounts read_kept_counts(const std::filesystem::path& path, const Model& model,
                            const ReadOptions& options);

/// Writes a model with what it keeps: the folder appears when all of it is complete. `counts` is a
/// folder of counts that is moved, `scratch` one that is there for the parts.
void write_with_counts(const Model& model, const CorpusVocabulary& vocabulary,
                       const std::filesystem::path& counts, const std::filesystem::path& scratch,
                       const std::filesystem::path& output);

}  // namespace eigenlex::internal
