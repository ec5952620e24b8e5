#include "eigenlex/evaluate/word_lookup.hpp"

#include "eigenlex/text/folding.hpp"

namespace eigenlex {

std::optional<std::int32_t> WordLookup::find(std::string_view word) {
  if (const auto found = find_folded(vocabulary_, Folding{}, word)) return found;
  if (seen_unknown_.emplace(word).second) unknown_words_.emplace_back(word);
  return std::nullopt;
}

}  // namespace eigenlex
