#pragma once

#include <span>
#include <string>
#include <vector>

#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex {

/// The words that all vocabularies have, in the order of the first; none without a vocabulary.
/// Time linear in the first vocabulary for each of the others.
std::vector<std::string> shared_words(std::span<const Vocabulary* const> vocabularies);

/// The embedding of the given words, in their order, each with its count; so that tables of several
/// programs can be compared row by row. Throws OptionError for a word it does not have.
Embedding select_words(const Embedding& embedding, std::span<const std::string> words);

}  // namespace eigenlex
