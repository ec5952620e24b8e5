#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "eigenlex/core/enum_names.hpp"

namespace eigenlex {

/// How a line becomes tokens.
enum class TokenizerKind {
  /// One of the two below, by the look of the text (`choose_tokenizer`). A corpus is read so; a
  /// tokenizer is not made of it.
  kAuto,
  /// Split at ASCII white space: the corpus is tokenized already. Every other byte belongs to a
  /// token, so NUL bytes, punctuation and invalid UTF-8 are kept as they are.
  kWhitespace,
  /// Unicode text in any language: normalized to NFKC (Unicode Standard Annex 15) and split at word
  /// boundaries (Annex 29, with ICU's dictionaries for Chinese, Japanese, Thai, Lao, Khmer and
  /// Burmese). Words and numbers are kept; punctuation and symbols at their ends, NUL and invalid
  /// UTF-8 are dropped. So is what cannot be seen, as soft hyphens and marks of direction, but for
  /// joiners that are letters; the apostrophe of a word is U+0027.
  kUnicode,
};
constexpr auto enum_names(TokenizerKind) {
  return std::to_array<EnumName<TokenizerKind>>({{TokenizerKind::kAuto, "auto"},
                                                 {TokenizerKind::kWhitespace, "whitespace"},
                                                 {TokenizerKind::kUnicode, "unicode"}});
}

struct TokenizerOptions {
  TokenizerKind kind = TokenizerKind::kWhitespace;
  /// Whether words are in lower case, so that "The" and "the" are one; as `lower_cased` gives it.
  /// Where kAuto finds raw text, they are.
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

/// A new tokenizer; throws OptionError for bad options and for kAuto.
std::unique_ptr<Tokenizer> make_tokenizer(const TokenizerOptions& options);

}  // namespace eigenlex
