#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Finds the words that begin as somebody types, whatever the case and however accents are written.
///
/// It does not change once it is made, so any number of threads may ask at a time. Movable.
class CompletionIndex {
 public:
  CompletionIndex() = default;
  /// Cost: a sort of the words, and their bytes once more.
  explicit CompletionIndex(const Vocabulary& vocabulary);

  /// The ids of at most `count` words that begin with `prefix`, both in lower case and NFC: first
  /// those that are the prefix, then the smallest ids, which are the most frequent words. None for
  /// an empty prefix. Cost: that of looking at the ids of all words that begin so.
  std::vector<std::int32_t> complete(std::string_view prefix, std::int32_t count) const;

 private:
  std::string_view key(std::int32_t id) const;

  std::string keys_;                 // of all words, one after another
  std::vector<std::int64_t> begin_;  // of the key of each word, and the end of the last
  std::vector<std::int32_t> order_;  // the words by their keys, ties by id
};

}  // namespace eigenlex
