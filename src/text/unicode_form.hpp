#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

namespace eigenlex::internal {

/// The one form of text that looks the same.
///
/// NFKC (Unicode Standard Annex 15), with what cannot be seen left out: marks of direction, soft
/// hyphens, variation selectors and all else that may be ignored by default, but for joiners that
/// are letters (Annex 31, 2.3: those that show between letters of Arabic script or beside a
/// virama) and the zero-width space, which ends a word. An apostrophe within a word is U+0027.
class UnicodeForm {
 public:
  /// Throws Error if the data of ICU are missing.
  UnicodeForm();

  /// The form of UTF-8, of which invalid bytes become U+FFFD; valid until the next call. The text
  /// is of at most 2^24 bytes.
  const icu::UnicodeString& of(std::string_view text);

  /// Appends the word that lies at [begin, end) of a text in this form, in lower case where asked:
  /// without the punctuation and symbols at its ends, or nothing if it has no letter or digit.
  void append_word(const icu::UnicodeString& text, std::int32_t begin, std::int32_t end,
                   bool lowercase, std::string& word);

 private:
  const icu::Normalizer2* nfkc_;
  icu::UnicodeString cleaned_;
  icu::UnicodeString form_;
  std::string word_;
};

}  // namespace eigenlex::internal
