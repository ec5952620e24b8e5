#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eigenlex {

/// Distinct words with their counts, and the way back from a word to its id.
///
/// Words are byte strings of any content but the empty one. Ids are 0 .. size()-1 in the order
/// given; a vocabulary made from a corpus is ordered by count, most frequent first, ties by bytes.
class Vocabulary {
 public:
  Vocabulary() = default;
  /// Takes words in id order and their counts (>= 0; as many as words). Throws FormatError naming
  /// the word if one occurs twice or is empty, OptionError if the lengths differ.
  Vocabulary(std::vector<std::string> words, std::vector<std::int64_t> counts);

  std::int32_t size() const;
  const std::string& word(std::int32_t id) const;
  std::int64_t count(std::int32_t id) const;
  /// The id of a word, or nothing if it is unknown.
  std::optional<std::int32_t> find(std::string_view word) const;

  const std::vector<std::string>& words() const;
  const std::vector<std::int64_t>& counts() const;
};

}  // namespace eigenlex
