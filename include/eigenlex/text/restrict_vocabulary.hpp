#pragma once

#include <cstdint>

#include "eigenlex/text/corpus.hpp"

namespace eigenlex {

/// Which words a corpus keeps.
struct VocabularyOptions {
  /// Least number of occurrences of a word; >= 1.
  std::int64_t min_count = 5;
  /// Greatest number of words: the most frequent are kept, ties by bytes; >= 0, 0 for no limit.
  std::int64_t max_size = 0;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// How many words of a vocabulary ordered by count are kept: the first ones. Throws OptionError if
/// none is.
std::int32_t kept_words(const Vocabulary& vocabulary, const VocabularyOptions& options);

/// The first `kept` words. Throws OptionError if there are fewer.
Vocabulary first_words(const Vocabulary& vocabulary, std::int32_t kept);

/// Drops the words below the cut from the vocabulary and their tokens from the documents.
///
/// A dropped token takes no place in a window: its neighbours become neighbours of each other, as
/// in word2vec (Mikolov et al., 2013). Ids do not change, documents stay even if nothing is left of
/// them, and `tokens_read` and `distinct_words_read` still tell of the corpus as read. Throws
/// OptionError if no word is left. Linear time, in place.
Corpus restrict_vocabulary(Corpus corpus, const VocabularyOptions& options);

}  // namespace eigenlex
