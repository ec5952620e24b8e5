#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/resources.hpp"
#include "eigenlex/text/corpus_vocabulary.hpp"

namespace eigenlex {

// A corpus is a list of paths, as for `TextSource`. All work is a function of the corpus and the
// recipe: the same bytes for any resources. What goes wrong leaves as OptionError, IoError or
// FormatError, before any work where it can be known by then; nothing is left behind.

/// Corpus to counts: reads, joins phrases, cuts the vocabulary and counts.
///
/// Where memory is limited, cells that do not fit lie in files without a name, whose space is free
/// again when the counts are gone. `description` has "corpus" (its figures) and "count_options"
/// (the recipe and the paths). Throws OptionError, naming `Resources.memory` and the least that
/// would do, where the limit cannot be kept. Stages: "read", "phrases" where any are joined,
/// "count".
///
/// With a vocabulary that is `shared` by parts of a corpus, the rows are its words as the recipe
/// cuts it, whatever of them the part has, text is read as it was for the vocabulary, and the part
/// may be empty; `merge_counts_into` adds such parts up. Throws OptionError where the recipe asks
/// for another reading, or for phrases.
Counts count(const std::vector<std::string>& corpus, const CountRecipe& recipe = {},
             const Resources& resources = {}, Observer& observer = unobserved(),
             const CorpusVocabulary* shared = nullptr);

/// The same into a folder, which `write_counts` writes as a last stage, "write".
Counts count_into(const std::filesystem::path& output, const std::vector<std::string>& corpus,
                  const CountRecipe& recipe = {}, const Resources& resources = {},
                  Observer& observer = unobserved(), const CorpusVocabulary* shared = nullptr);

/// Counts to vectors: weighs, factorizes, scales or refines. Takes the counts, whose memory it
/// frees once they are not needed.
///
/// `Resources.work` is not used: counts lie where they are. The description of the model is that of
/// the counts with "factor_options" (the recipe), "matrix" and "svd", "als" by that method, and
/// "subwords" (see `SubwordShares`) where that is done.
/// Throws FormatError where no two words occur together more often than by chance. Stages:
/// "weight", "svd", "als" by that method, and "subwords" where words share with their parts.
Model factorize(Counts counts, const FactorRecipe& recipe = {}, const Resources& resources = {},
                Observer& observer = unobserved());

/// The same of a folder of counts, which are read as a first stage, "read", or left in their files
/// where memory is limited.
Model factorize(const std::filesystem::path& counts, const FactorRecipe& recipe = {},
                const Resources& resources = {}, Observer& observer = unobserved(),
                const ReadOptions& options = {});

/// Corpus to vectors: `count` and then `factorize`.
Model train(const std::vector<std::string>& corpus, const Recipe& recipe = {},
            const Resources& resources = {}, Observer& observer = unobserved());

/// The same into a folder, which `write_model` writes as a last stage, "write", before finished
/// counts that this run could be resumed from are given up.
Model train_into(const std::filesystem::path& output, const std::vector<std::string>& corpus,
                 const Recipe& recipe = {}, const Resources& resources = {},
                 Observer& observer = unobserved());

}  // namespace eigenlex
