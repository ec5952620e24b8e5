#include "eigenlex/evaluate/word_lookup.hpp"

#include <limits>

#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace eigenlex {

std::string lower_cased(std::string_view text) {
  // ICU counts in 32 bits. No vocabulary has a word that long.
  if (text.size() > std::numeric_limits<std::int32_t>::max()) return std::string(text);
  std::string lowered;
  icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())})
      .toLower(icu::Locale::getRoot())
      .toUTF8String(lowered);
  return lowered;
}

std::optional<std::int32_t> WordLookup::find(std::string_view word) {
  if (const auto as_written = vocabulary_.find(word)) return as_written;
  if (const auto lowered = vocabulary_.find(lower_cased(word))) return lowered;
  if (seen_unknown_.emplace(word).second) unknown_words_.emplace_back(word);
  return std::nullopt;
}

}  // namespace eigenlex
