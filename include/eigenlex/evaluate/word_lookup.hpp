#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// UTF-8 text in lower case, by the Unicode rules that hold in every language. Bytes that are not
/// UTF-8 become U+FFFD.
std::string lower_cased(std::string_view text);

/// Looks up the words of a benchmark and remembers which were unknown.
class WordLookup {
 public:
  /// `vocabulary` must outlive the lookup.
  explicit WordLookup(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  /// The id of the word as it is written, else of the word in lower case (benchmarks write
  /// "Athens", most vocabularies "athens"); nothing if both are unknown.
  std::optional<std::int32_t> find(std::string_view word);

  /// The words not found, as they were written, each once, in the order they were asked for.
  const std::vector<std::string>& unknown_words() const { return unknown_words_; }

 private:
  const Vocabulary& vocabulary_;
  std::vector<std::string> unknown_words_;
  std::unordered_set<std::string> seen_unknown_;
};

}  // namespace eigenlex
