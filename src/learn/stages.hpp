#pragma once

#include <functional>
#include <string>
#include <vector>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/resources.hpp"
#include "eigenlex/matrix/row_spread.hpp"
#include "eigenlex/text/corpus_vocabulary.hpp"
#include "eigenlex/text/read_corpus.hpp"

#include "learn/memory_plan.hpp"

namespace eigenlex::internal {

// The stages that `train`, `count` and `factorize` are made of, once options are validated, threads
// set and memory is planned.

/// Bytes that what comes after counting takes beside counts of a shape.
using LaterMemory = std::function<std::int64_t(const MatrixShape&)>;

inline ThreadCount threads_of(const Resources& resources) {
  return ThreadCount(resources.threads == 0 ? thread_count() : resources.threads);
}

/// The recipe, and the corpus it is used on: "count_options" of a description.
nlohmann::json describe_counting(const CountRecipe& recipe, const std::vector<std::string>& corpus);

/// Says what was chosen by the look of the text, and what was replaced in it.
void tell_reading(const Reading& reading, const CountRecipe& recipe, Observer& observer);

/// What a description says under "corpus".
nlohmann::json describe_corpus(std::int64_t documents, std::int64_t tokens_read,
                               std::int64_t distinct_words_read, const Vocabulary& kept);

/// Counts what was read piece by piece, about so many tokens at a time.
CooccurrenceMatrix count_pieces(EncodedCorpus encoded, const Vocabulary& words,
                                const CooccurrenceOptions& options, const StorageOptions& storage,
                                std::int64_t at_once, const Progress& progress);

/// Corpus to counts, of the words of a vocabulary of more text where one is `shared`. They lie in
/// files of the plan's folder where they do not fit in memory beside `later`.
Counts count_corpus(const std::vector<std::string>& corpus, const CountRecipe& recipe,
                    const MemoryPlan& plan, const LaterMemory& later, Observer& observer,
                    const CorpusVocabulary* shared = nullptr);

/// Counts to model, without its `run`. With a `start`, tables of the words and contexts of these
/// counts in the dimension of the recipe, ALS starts from those instead of an SVD, for one sweep,
/// and the SVD from the subspace of the contexts.
///
/// With a `spread` the counts are those of the rows that this rank owns, and there is no start: the
/// first rank gets the model, the others one without vectors.
Model factorize_counts(Counts counts, const FactorRecipe& recipe, const MemoryPlan& plan,
                       Observer& observer, FactorPair* start = nullptr,
                       const CellSpread* spread = nullptr);

/// Corpus to model, as `train_into` has it; `write(model)` puts it where it belongs.
Model train_and_write(const std::vector<std::string>& corpus, const Recipe& recipe,
                      const Resources& resources, Observer& observer,
                      const std::function<void(const Model&)>& write);

}  // namespace eigenlex::internal
