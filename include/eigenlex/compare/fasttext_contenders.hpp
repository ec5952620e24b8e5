#pragma once

#include "eigenlex/compare/contender.hpp"

namespace eigenlex {

// What this header declares is in the library eigenlex_fasttext, which needs libfasttext.

/// Skip-gram with 5 negative samples (word2vec).
Contender skipgram_contender();
/// Continuous bag of words with 5 negative samples (word2vec).
Contender cbow_contender();
/// Skip-gram with character n-grams of 3 to 6 (fastText); it takes twice as long as skip-gram.
Contender subwords_contender();

}  // namespace eigenlex
