#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/resources.hpp"
#include "eigenlex/text/corpus.hpp"

namespace eigenlex::internal {

// Training on a corpus in memory, for who trains on many variants of one.

/// Resamples of fewer documents say little, and may be empty.
inline constexpr std::int64_t kFewestDocuments = 20;

/// Reads the corpus that a recipe counts.
Corpus corpus_for(const CountRecipe& recipe, const std::vector<std::string>& paths);

/// The vectors of a corpus.
Embedding vectors_of(const Corpus& corpus, const Recipe& recipe, const Resources& resources);

}  // namespace eigenlex::internal
