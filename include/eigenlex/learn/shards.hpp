#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/resources.hpp"
#include "eigenlex/text/corpus_vocabulary.hpp"

namespace eigenlex {

// A corpus that is counted in parts (files, machines, years) gives the bytes of one count of all:
// gather the vocabulary of all parts, `count` each by it, and merge the counts.

/// The vocabulary of the parts of a corpus: paths as for `TextSource`, which are read by the
/// recipe, and folders of vocabularies that were gathered before; `cut` is done on the sum. Stages:
/// "read" for texts, "merge". Throws as `VocabularySum` does. Memory: the distinct words.
CorpusVocabulary gather_vocabulary_of(const std::vector<std::string>& parts,
                                      const CountRecipe& recipe,
                                      const VocabularyOptions& cut = {.min_count = 1},
                                      const Resources& resources = {},
                                      Observer& observer = unobserved());

/// Adds up folders of counts of parts of a corpus and writes the sum, whose bytes are those of one
/// count of the text of all parts in their order.
///
/// Throws FormatError where a part was counted by another vocabulary, by one of its own, or with
/// other options. Needs `Resources.work`: rows that are added lie in files there until they get
/// their names. More than 16 parts are added 16 at a time, the sums then again. Memory: the
/// vocabulary twice, 8 bytes a word and part of those 16, and what `add_counts` takes. Stages:
/// "open", "merge", "write".
Counts merge_counts_into(const std::filesystem::path& output,
                         const std::vector<std::filesystem::path>& parts,
                         const Resources& resources, Observer& observer = unobserved(),
                         const ReadOptions& options = {});

}  // namespace eigenlex
