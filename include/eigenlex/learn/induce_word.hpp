#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <Eigen/Core>

#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/refine/induction.hpp"

namespace eigenlex {

/// A vector made for a word that had none.
struct InducedWord {
  Eigen::RowVectorXf vector;     ///< of length 1
  std::int64_t occurrences = 0;  ///< in the sentences
};

/// Makes a vector for a new word from a few sentences, lines of text that are read as the corpus of
/// the counts was; see `learn_induction` and `induce`.
///
/// `counts` are those that the vectors were made from. Throws OptionError where they are about
/// other words, the word has a vector already, or it does not occur beside known words. Cost that
/// of `learn_induction`. The same bytes for any number of threads.
InducedWord induce_word(const Embedding& words, const Counts& counts, const std::string& word,
                        std::span<const std::string> sentences,
                        const InductionOptions& options = {});

/// The embedding with one word more in its last row, its vector as long as the others are on
/// average.
Embedding with_word(Embedding words, const std::string& word, const InducedWord& induced);

}  // namespace eigenlex
