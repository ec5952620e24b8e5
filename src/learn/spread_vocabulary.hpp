#pragma once

#include <cstdint>

#include "eigenlex/core/communicator.hpp"
#include "eigenlex/text/restrict_vocabulary.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex::internal {

/// The words of a corpus of which each rank has read a part.
struct SpreadVocabulary {
  Vocabulary kept;            ///< as it is cut, by count, ties by bytes; the same in all ranks
  std::int64_t distinct = 0;  ///< before that
};

/// Adds up the words of all ranks and cuts the sum: a word goes to the rank that its hash names,
/// which adds up its counts; what is kept goes to all. Throws OptionError where the cut leaves none
/// of some. Memory: the distinct words here, and of those that this rank adds up; in all ranks
/// those that are kept.
SpreadVocabulary spread_vocabulary(const Vocabulary& here, const VocabularyOptions& cut,
                                   const Communicator& ranks);

}  // namespace eigenlex::internal
