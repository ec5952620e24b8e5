#include "eigenlex/query/word_finder.hpp"

#include <span>
#include <string>

#include "eigenlex/core/enum_names.hpp"

namespace eigenlex {
namespace {

/// The only token of a text; nothing where it has more, or none.
std::optional<std::string> single_token(std::string_view text, const TokenizerOptions& options) {
  std::optional<std::string> token;
  std::size_t count = 0;
  make_tokenizer(options)->tokenize(text, [&](std::span<const std::string_view> tokens) {
    if (!tokens.empty()) token = tokens.front();
    count += tokens.size();
  });
  return count == 1 ? token : std::nullopt;
}

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
    readings_ = {{.kind = TokenizerKind::kWhitespace, .lowercase = true},
                 {.kind = TokenizerKind::kUnicode, .lowercase = true}};
    return;
  }
  const auto options = description.find("count_options");
  if (options == description.end() || !options->is_object()) return;
  reading_ = {.kind = tokenizer_of(*options), .lowercase = is_true(*options, "lowercase")};
  if (reading_.lowercase || reading_.kind == TokenizerKind::kUnicode) readings_ = {reading_};
}

std::optional<std::int32_t> WordFinder::find(const Vocabulary& vocabulary,
                                             std::string_view word) const {
  if (const auto as_given = vocabulary.find(word)) return as_given;
  for (const TokenizerOptions& reading : readings_) {
    const std::optional<std::string> read = single_token(word, reading);
    if (!read || *read == word) continue;
    if (const auto found = vocabulary.find(*read)) return found;
  }
  return std::nullopt;
}

}  // namespace eigenlex
