#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "eigenlex/core/enum_names.hpp"

namespace eigenlex {

/// How a line becomes tokens.
enum class TokenizerKind {
  /// Split at ASCII white space: the corpus is tokenized already. Every other byte belongs to a
  /// token, so NUL bytes, punctuation and invalid UTF-8 are kept as they are.
  kWhitespace,
  /// Unicode text in any language: normalized to NFKC (Unicode Standard Annex 15) and split at word
  /// boundaries (Annex 29, with ICU's dictionaries for Chinese, Japanese, Thai, Lao, Khmer and
  /// Burmese). Words and numbers are kept; punctuation, symbols, NUL and invalid UTF-8 end a token
  /// and are dropped.
  kUnicode,
};
constexpr auto enum_names(TokenizerKind) {
  return std::to_array<EnumName<TokenizerKind>>(
      {{TokenizerKind::kWhitespace, "whitespace"}, {TokenizerKind::kUnicode, "unicode"}});
}

struct TokenizerOptions {
  TokenizerKind kind = TokenizerKind::kWhitespace;
  /// Folds case, so that "The" and "the" are one word: simple case folding of the valid UTF-8 in
  /// each token for kWhitespace, NFKC_Casefold for kUnicode. The folding is that of the Unicode
  /// Standard, the same for every language.
  bool lowercase = false;
  /// Throws OptionError if `kind` is none of the enumerators.
  void validate() const;
};

/// Takes the tokens of a line, a group of consecutive ones a call. Tokens are never empty and are
/// valid during the call.
using TokenSink = std::function<void(std::span<const std::string_view> tokens)>;

/// Splits lines into tokens. A tokenizer has working memory of its own: use one a thread.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;
  /// Gives `sink` the tokens of a line from left to right. The line may hold any bytes and be of
  /// any length; a newline in it is white space.
  ///
  /// kUnicode works in pieces of about 64 KiB that end before a space, which changes nothing in
  /// the result; a stretch of 16 MiB without any space is cut there, even inside a word.
  virtual void tokenize(std::string_view line, const TokenSink& sink) = 0;
};

/// A new tokenizer; throws OptionError for bad options.
std::unique_ptr<Tokenizer> make_tokenizer(const TokenizerOptions& options);

}  // namespace eigenlex
