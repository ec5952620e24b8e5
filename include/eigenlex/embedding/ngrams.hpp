#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Which parts of a word count as its sub-words.
struct NgramOptions {
  static constexpr std::int32_t kLongest = 64;

  /// Shortest and longest sub-word in code points, the marks of the word's ends included;
  /// 1 <= shortest <= longest <= kLongest.
  std::int32_t shortest = 3;
  std::int32_t longest = 6;
  /// Sub-words of fewer words are left out, >= 1: of one word alone nothing can be learned for
  /// another.
  std::int32_t min_words = 3;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// The distinct character n-grams of "<word>", in the order of their bytes (Bojanowski et al.,
/// TACL 2017). Those with an ideograph (Unicode's property) may be shorter than the shortest, down
/// to that character alone: it says as much as a stem. A byte that is not UTF-8 counts as a
/// character.
std::vector<std::string> character_ngrams(std::string_view word, const NgramOptions& options);

/// Which beginnings and endings of a word count as its parts.
struct AffixOptions {
  static constexpr std::int32_t kLongest = NgramOptions::kLongest;

  /// Shortest and longest beginning, and longest ending, in code points; in 1 .. kLongest, the
  /// shortest no longer than the longest. The shortest ending has one.
  std::int32_t shortest_beginning = 2;
  std::int32_t longest_beginning = 8;
  std::int32_t longest_ending = 4;
  /// Parts of fewer words are left out, >= 1.
  std::int32_t min_words = 3;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// The beginnings of "<word" and the endings of "word>", each with its mark, shortest first, after
/// the distinct ideographs (Unicode's property) of the word without a mark, in the order of their
/// bytes. A beginning with an ideograph may be shorter than the shortest. A byte that is not UTF-8
/// counts as a character.
std::vector<std::string> word_affixes(std::string_view word, const AffixOptions& options);

/// The n-grams of a vocabulary, most frequent first, ties by bytes; their counts are the numbers of
/// words they occur in. N-grams with a tab or a line end are left out. The same for any number of
/// threads.
Vocabulary collect_ngrams(const Vocabulary& words, const NgramOptions& options);

/// The ids of the n-grams of `word` that `ngrams` has, rising.
std::vector<std::int32_t> known_ngrams(const Vocabulary& ngrams, std::string_view word,
                                       const NgramOptions& options);

}  // namespace eigenlex
