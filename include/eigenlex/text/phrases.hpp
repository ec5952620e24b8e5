#pragma once

#include <cstdint>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/text/corpus.hpp"

namespace eigenlex {

/// Which pairs of words become one.
struct PhraseOptions {
  /// Number of passes, >= 0. Every pass joins two words, so n passes join up to 2^n.
  int passes = 0;
  /// Least normalized pointwise mutual information of a pair, in [-1, 1]: 0 for words that meet by
  /// chance, 1 for words that never occur apart. In encyclopedia text 0.7 joins names and fixed
  /// expressions, 0.5 also much grammar ("can be", "such as").
  double threshold = 0.6;
  /// Least number of times that the pair occurs; >= 1.
  std::int64_t min_count = 5;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Joins collocations to single words, as "new", "york" to "new_york".
///
/// The score of a pair of neighbours x y in a document is log(p(x y) / (p(x) p(y))) / -log p(x y),
/// where p are frequencies in the tokens (Bouma, "Normalized (pointwise) mutual information in
/// collocation extraction", GSCL 2009). Each pass scores all pairs, then joins from left to right:
/// of two pairs that share a word the left one is joined, and a later pass may join the result to
/// the rest. A phrase that is spelled as a word of the corpus becomes that word. The vocabulary is
/// counted and ordered anew, words that no longer occur are dropped; `tokens_read` and
/// `distinct_words_read` stay.
///
/// Meant for the corpus as read, before `restrict_vocabulary`. `progress` counts passes. Throws
/// OptionError. Linear time a pass; memory of 4 bytes a token beside the corpus. The result does
/// not depend on the number of threads.
Corpus join_phrases(Corpus corpus, const PhraseOptions& options, const Progress& progress = {});

/// Bytes that a corpus of so many tokens takes while `join_phrases` works.
constexpr std::int64_t phrases_memory(std::int64_t tokens) { return 12 * tokens; }

}  // namespace eigenlex
