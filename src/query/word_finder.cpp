#include "eigenlex/query/word_finder.hpp"

#include <string>

#include "text/reading_json.hpp"

namespace eigenlex {
WordFinder::WordFinder(const nlohmann::json& description) {
  if (description.empty()) {
    reading_.kind = TokenizerKind::kUnicode;
    return;
  }
  const auto reading = internal::described_reading(description);
  if (!reading) return;
  reading_ = *reading;
  folding_ = Folding::of(reading_);
}

std::optional<std::int32_t> WordFinder::find(const Vocabulary& vocabulary,
                                             std::string_view word) const {
  return find_folded(vocabulary, folding_, word);
}

std::string WordFinder::spelled(std::string_view word) const {
  std::string spelling = folding_(word);
  return spelling.empty() ? std::string(word) : spelling;
}

}  // namespace eigenlex
