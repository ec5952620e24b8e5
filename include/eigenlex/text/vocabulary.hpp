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
  /// Takes words under their ids and their counts (>= 0; as many as words). Throws FormatError if a
  /// word is empty, OptionError if the lengths differ or a count is negative.
  Vocabulary(WordTable words, std::vector<std::int64_t> counts);
  /// Takes words in id order. Throws as the other, and FormatError naming a word that occurs twice.
  Vocabulary(const std::vector<std::string>& words, std::vector<std::int64_t> counts);

  std::int32_t size() const { return words_.size(); }
  /// Valid while the vocabulary lives, also after it was moved.
  std::string_view word(std::int32_t id) const { return words_.word(id); }
  std::int64_t count(std::int32_t id) const { return counts_[static_cast<std::size_t>(id)]; }
  /// The id of a word, or nothing if it is unknown.
  std::optional<std::int32_t> find(std::string_view word) const { return words_.find(word); }

  /// The words in id order, valid as each of them is.
  WordList words() const { return words_.words(); }
  const std::vector<std::int64_t>& counts() const { return counts_; }

 private:
  WordTable words_;
  std::vector<std::int64_t> counts_;
};

}  // namespace eigenlex
