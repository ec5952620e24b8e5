#include "eigenlex/query/word_finder.hpp"

#include <string>

#include "eigenlex/core/enum_names.hpp"

namespace eigenlex {
namespace {

bool is_true(const nlohmann::json& object, const char* key) {
  const auto entry = object.find(key);
  return entry != object.end() && entry->is_boolean() && entry->get<bool>();
}

TokenizerKind tokenizer_of(const nlohmann::json& options) {
  const auto entry = options.find("tokenizer");
  if (entry == options.end() || !entry->is_string()) return TokenizerKind::kWhitespace;
  return enum_value<TokenizerKind>(entry->get<std::string>()).value_or(TokenizerKind::kWhitespace);
}

}  // namespace

WordFinder::WordFinder(const nlohmann::json& description) {
  if (description.empty()) {
    reading_.kind = TokenizerKind::kUnicode;
    return;
  }
  const auto options = description.find("count_options");
  if (options == description.end() || !options->is_object()) return;
  reading_ = {.kind = tokenizer_of(*options), .lowercase = is_true(*options, "lowercase")};
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
