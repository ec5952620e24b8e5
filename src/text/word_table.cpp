#include "eigenlex/text/word_table.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <utility>

// Words are too short for vector code, about which compilers warn once it is inlined.
#define XXH_VECTOR 0
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "eigenlex/core/array.hpp"
#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

constexpr std::size_t kFirstSlots = 16;
constexpr std::size_t kWholeInKey = 16;

template <class Integer>
std::uint64_t load(const char* bytes) {
  Integer value;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

}  // namespace

WordTable::WordTable() : slots_(kFirstSlots, Slot{{0, 0}, 0, kEmpty}), ends_{0} {}

std::int64_t WordTable::memory() const {
  return static_cast<std::int64_t>(slots_.capacity() * sizeof(Slot) + bytes_.capacity() +
                                   ends_.capacity() * sizeof(std::size_t));
}

void WordTable::reserve(std::int64_t words, std::int64_t bytes) {
  bytes_.reserve(as_size(bytes));
  ends_.reserve(as_size(words) + 1);
  // As many as adding the words one by one would come to.
  std::size_t slots = slots_.size();
  while (as_size(words) + 1 > slots / 2) slots *= 2;
  if (slots > slots_.size()) grow(slots);
}

WordTable::Key WordTable::key_of(std::string_view word) {
  // Two overlapping loads of a fixed size hold all bytes of a word whose length is in a range.
  const char* const first = word.data();
  const std::size_t n = word.size();
  if (n > kWholeInKey) return {load<std::uint64_t>(first), XXH3_64bits(first, n)};
  if (n >= 8) return {load<std::uint64_t>(first), load<std::uint64_t>(first + n - 8)};
  if (n >= 4) return {load<std::uint32_t>(first), load<std::uint32_t>(first + n - 4)};
  if (n >= 2) return {load<std::uint16_t>(first), load<std::uint16_t>(first + n - 2)};
  if (n == 1) return {load<std::uint8_t>(first), 0};
  return {0, 0};
}

std::uint64_t WordTable::hash_of(const Key& key) { return XXH3_64bits(&key, sizeof(key)); }

std::size_t WordTable::locate(std::string_view word, const Key& key, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  const std::uint32_t length = static_cast<std::uint32_t>(word.size());
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    const Slot& slot = slots_[i];
    if (slot.id == kEmpty) return i;
    if (slot.key.head == key.head && slot.key.tail == key.tail && slot.length == length &&
        (word.size() <= kWholeInKey || this->word(slot.id) == word)) {
      return i;
    }
  }
}

std::int32_t WordTable::intern(std::string_view word, const Key& key, std::uint64_t hash) {
  Slot& slot = slots_[locate(word, key, hash)];
  if (slot.id != kEmpty) return slot.id;

  const std::int32_t id = size();
  if (id == std::numeric_limits<std::int32_t>::max()) {
    throw FormatError("more than 2147483647 distinct words: is this text?");
  }
  bytes_.insert(bytes_.end(), word.begin(), word.end());
  ends_.push_back(bytes_.size());
  slot = {key, static_cast<std::uint32_t>(word.size()), id};
  if (ends_.size() > slots_.size() / 2) grow(2 * slots_.size());
  return id;
}

std::int32_t WordTable::intern(std::string_view word) {
  const Key key = key_of(word);
  return intern(word, key, hash_of(key));
}

// Everything is inlined here: this is the inner loop of reading a corpus.
[[gnu::flatten]] void WordTable::intern(std::span<const std::string_view> words,
                                        std::span<std::int32_t> ids) {
  constexpr std::size_t kGroup = 64;
  std::array<Key, kGroup> keys;
  std::array<std::uint64_t, kGroup> hashes;
  for (std::size_t begin = 0; begin < words.size(); begin += kGroup) {
    const std::size_t n = std::min(kGroup, words.size() - begin);
    for (std::size_t i = 0; i < n; ++i) {
      keys[i] = key_of(words[begin + i]);
      hashes[i] = hash_of(keys[i]);
      __builtin_prefetch(&slots_[hashes[i] & (slots_.size() - 1)]);
    }
    for (std::size_t i = 0; i < n; ++i) {
      ids[begin + i] = intern(words[begin + i], keys[i], hashes[i]);
    }
  }
}

std::optional<std::int32_t> WordTable::find(std::string_view word) const {
  if (slots_.empty()) return std::nullopt;  // moved from
  const Key key = key_of(word);
  const std::int32_t id = slots_[locate(word, key, hash_of(key))].id;
  if (id == kEmpty) return std::nullopt;
  return id;
}

void WordTable::grow(std::size_t size) {
  std::vector<Slot> slots;
  slots.reserve(size);
  internal::prefer_huge_pages(slots.data(), size * sizeof(Slot));
  slots.resize(size, Slot{{0, 0}, 0, kEmpty});
  const std::size_t mask = slots.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.id == kEmpty) continue;
    std::size_t i = hash_of(slot.key) & mask;
    while (slots[i].id != kEmpty) i = (i + 1) & mask;
    slots[i] = slot;
  }
  slots_ = std::move(slots);
}

}  // namespace eigenlex
