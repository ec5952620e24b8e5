#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Code points of UTF-8 text in simple case folding (one code point for one), so that "Paris" and
/// "PARIS" are equal. A byte that is not UTF-8 stands for itself, apart from every code point.
std::u32string folded_code_points(std::string_view text);

/// The distance of one word from many: the fewest insertions, deletions, substitutions and swaps of
/// neighbours that make one of the other, no code point being edited twice (optimal string
/// alignment: Damerau, CACM 1964).
class SpellingDistance {
 public:
  explicit SpellingDistance(std::u32string word);

  /// The distance to `other`, or `limit` + 1 where it is more than `limit` (>= 0). Cost O(|other| ·
  /// |word|) at most, less the smaller the limit. Not for two threads at a time.
  std::int32_t operator()(std::u32string_view other, std::int32_t limit);

 private:
  std::u32string word_;
  // The last three rows of the edit matrix; entry i is about the first i code points of the word.
  std::vector<std::int32_t> current_;
  std::vector<std::int32_t> previous_;
  std::vector<std::int32_t> before_previous_;
};

/// Known words spelt much like `word`, at most `count` of them, the closest first.
///
/// Distances are those of the folded words, so words that differ in case alone come first; ties go
/// to the more frequent word, then to the smaller bytes. A word is close if it is within one edit
/// for each three code points of `word`, at least one edit and at most three. `word` itself is left
/// out. Cost O(vocabulary size), in parallel; the same result for any number of threads.
std::vector<std::string> close_spellings(const Vocabulary& vocabulary, std::string_view word,
                                         std::int32_t count);

/// The sentence for a word that has no vector: `"colour" is not in the vocabulary; close: color,
/// colours`, or its first half where nothing is close.
std::string unknown_word_message(const Vocabulary& vocabulary, std::string_view word);

}  // namespace eigenlex
