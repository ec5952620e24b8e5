#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "eigenlex/text/word_list.hpp"

namespace eigenlex {

/// Set of distinct words, each numbered 0, 1, 2, ... in the order of first sight.
///
/// Open addressing with linear probing. A slot holds words of up to 16 bytes whole, so that nearly
/// every look-up reads one cache line and no other memory; the bytes of all words also lie one
/// after another in one array. A word costs its bytes, 8 bytes for its place and 48 to 96 for its
/// slots. Words are byte strings of any content. Hash: XXH3 (Collet).
class WordTable {
 public:
  WordTable();

  /// Also 0 of a table that was moved from, which may be assigned to and destroyed.
  std::int32_t size() const {
    return ends_.empty() ? 0 : static_cast<std::int32_t>(ends_.size()) - 1;
  }
  /// Bytes of memory taken.
  std::int64_t memory() const;
  /// The bytes of a word; id in [0, size()). Valid until the next word is added.
  std::string_view word(std::int32_t id) const { return words()[id]; }
  /// All words in the order of their numbers. Valid until the next word is added.
  WordList words() const { return {bytes_.data(), ends_.data(), size()}; }

  /// Makes room for so many words in all, of so many bytes in all, that adding them copies none.
  void reserve(std::int64_t words, std::int64_t bytes);
  /// The id of a word, which is added if it is new; amortized constant time. Throws FormatError at
  /// the 2^31st distinct word.
  std::int32_t intern(std::string_view word);
  /// `intern` for each word in turn, ids[i] for words[i]; as many ids as words. Faster than single
  /// calls: the memory of a later word is on its way while an earlier one is looked up.
  void intern(std::span<const std::string_view> words, std::span<std::int32_t> ids);
  /// The id of a word, or nothing if it was never added.
  std::optional<std::int32_t> find(std::string_view word) const;

 private:
  /// With the length, identifies a word of up to 16 bytes; of a longer one it is the first 8 bytes
  /// and the hash of all.
  struct Key {
    std::uint64_t head;
    std::uint64_t tail;
  };
  struct Slot {
    Key key;
    std::uint32_t length;  // of a word of 2^32 bytes or more the low bits
    std::int32_t id;       // kEmpty: no word
  };
  static constexpr std::int32_t kEmpty = -1;

  static Key key_of(std::string_view word);
  static std::uint64_t hash_of(const Key& key);
  /// The slot that holds the word, or the empty one where it belongs.
  std::size_t locate(std::string_view word, const Key& key, std::uint64_t hash) const;
  std::int32_t intern(std::string_view word, const Key& key, std::uint64_t hash);
  /// Moves the words to a table of more slots.
  void grow(std::size_t slots);

  std::vector<Slot> slots_;        // a power of two of them, at most half of them used
  std::vector<char> bytes_;        // all words, without separators
  std::vector<std::size_t> ends_;  // word i is bytes [ends_[i], ends_[i + 1])
};

}  // namespace eigenlex
