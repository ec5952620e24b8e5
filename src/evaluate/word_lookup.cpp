#include "evaluate/word_lookup.hpp"

#include "eigenlex/text/folding.hpp"

namespace eigenlex::internal {

std::optional<std::int32_t> WordLookup::look_up(std::string_view word) const {
  return find_folded(vocabulary_, Folding{}, word);
}

std::optional<std::int32_t> WordLookup::find(std::string_view word) {
  return find_any(std::span(&word, 1));
}

std::optional<std::int32_t> WordLookup::find_any(std::span<const std::string_view> spellings) {
  for (const std::string_view spelling : spellings) {
    if (const auto found = look_up(spelling)) return found;
  }
  const std::string_view word = spellings.front();
  if (seen_unknown_.emplace(word).second) unknown_words_.emplace_back(word);
  return std::nullopt;
}

}  // namespace eigenlex::internal
