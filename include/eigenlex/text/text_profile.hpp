#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "eigenlex/text/source_options.hpp"
#include "eigenlex/text/tokenizer.hpp"

namespace eigenlex {

/// What shows in a sample of text how it is to be read.
struct TextProfile {
  /// Stretches between white space that hold a letter or digit.
  std::int64_t words = 0;
  /// Of them, those with punctuation before or after.
  std::int64_t with_punctuation = 0;
  /// Those of letters alone, hyphens and apostrophes aside.
  std::int64_t of_letters = 0;
  /// Those with a capital letter.
  std::int64_t with_capital = 0;
  /// Stretches of punctuation alone.
  std::int64_t punctuation_apart = 0;
  /// Letters of scripts without spaces between words (Chinese, Japanese, Thai, Lao, Khmer,
  /// Burmese), and those of them in stretches longer than words are.
  std::int64_t unspaced_letters = 0;
  std::int64_t unspaced_in_long = 0;
  std::int64_t letters = 0;
  /// Lines that are not blank, and those of them that another follows.
  std::int64_t lines = 0;
  std::int64_t followed_lines = 0;
  /// The column for which most followed lines are as full as words permit, and how many are.
  std::int64_t column = 0;
  std::int64_t full_lines = 0;
  /// Followed lines that end as a sentence does.
  std::int64_t sentence_ends = 0;
};

/// Bytes that are not UTF-8 count as no letters. Linear time.
TextProfile profile_text(std::string_view sample);

/// How text of a profile is tokenized, and why: kWhitespace for what is tokenized already, in the
/// case that `given` asks for; kUnicode in lower case for raw text, with more punctuation
/// attached to words than apart, capitals but no punctuation, or no spaces between words.
struct TokenizerChoice {
  TokenizerOptions options;
  std::string reason;  // as "raw text: 13.2 % of the words have punctuation attached"
};
TokenizerChoice choose_tokenizer(const TextProfile& profile, const TokenizerOptions& given);

/// What a document is in text of a profile: kParagraph if its lines are broken at a column.
DocumentKind choose_document(const TextProfile& profile);

}  // namespace eigenlex
