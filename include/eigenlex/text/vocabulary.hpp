#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/text/word_table.hpp"

namespace eigenlex {

/// Distinct words with their counts, and the way back from a word to its id.
///
/// Words are byte strings of any content but the empty one. Ids are 0 .. size()-1 in the order
/// given; a vocabulary made from a corpus is ordered by count, most frequent first, ties by bytes.
class Vocabulary {
 public:
  Vocabulary() = default;
  /// Takes words in id order and their counts (>= 0; as many as words). Throws FormatError naming
  /// the word if one occurs twice or is empty, OptionError if the lengths differ or a count is
  /// negative.
  Vocabulary(std::vector<std::string> words, std::vector<std::int64_t> counts);

  std::int32_t size() const { return static_cast<std::int32_t>(words_.size()); }
  const std::string& word(std::int32_t id) const { return words_[static_cast<std::size_t>(id)]; }
  std::int64_t count(std::int32_t id) const { return counts_[static_cast<std::size_t>(id)]; }
  /// The id of a word, or nothing if it is unknown.
  std::optional<std::int32_t> find(std::string_view word) const { return index_.find(word); }

  const std::vector<std::string>& words() const { return words_; }
  const std::vector<std::int64_t>& counts() const { return counts_; }

 private:
  std::vector<std::string> words_;
  std::vector<std::int64_t> counts_;
  WordTable index_;  // holds the words under the same ids
};

}  // namespace eigenlex
