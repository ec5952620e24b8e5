#include "text/unicode_form.hpp"

#include <unicode/bytestream.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/uscript.h>

#include "text/icu_error.hpp"
#include "text/lower_case.hpp"

namespace eigenlex::internal {
namespace {

constexpr UChar32 kZeroWidthSpace = 0x200b;
constexpr UChar32 kNonJoiner = 0x200c;
constexpr UChar32 kJoiner = 0x200d;
constexpr char16_t kRightQuote = 0x2019;
constexpr std::uint8_t kViramaClass = 9;

/// What cannot be seen, and the joiners that are looked at one by one.
const icu::UnicodeSet& ignorable_code_points() {
  static const icu::UnicodeSet set = [] {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeSet ignorable(UNICODE_STRING_SIMPLE("[:Default_Ignorable_Code_Point:]"), status);
    check_icu(status, "load its properties of characters");
    ignorable.remove(kZeroWidthSpace);
    ignorable.freeze();
    return ignorable;
  }();
  return set;
}

bool is_ignorable(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && c != kZeroWidthSpace;
}

/// Code points that are looked at around a joiner. No letter has as many marks (the Stream-Safe
/// Text Format of Unicode Standard Annex 15 permits 30); without an end, a text of joiners alone
/// would take the square of its length.
constexpr int kFarthest = 32;

/// The first code point of the text at or after `i` that is none of those that cannot be seen and,
/// where asked, none that joins through; negative at the end, or where that is far.
UChar32 next_seen(const icu::UnicodeString& text, std::int32_t i, bool skip_transparent) {
  for (int step = 0; step < kFarthest && i < text.length(); ++step, i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (is_ignorable(c)) continue;
    if (skip_transparent && u_getIntPropertyValue(c, UCHAR_JOINING_TYPE) == U_JT_TRANSPARENT) {
      continue;
    }
    return c;
  }
  return -1;
}

/// The last code point of the text, as `next_seen`; the text has had what is ignored left out.
UChar32 last_seen(const icu::UnicodeString& text, bool skip_transparent) {
  std::int32_t i = text.length();
  for (int step = 0; step < kFarthest && i > 0; ++step) {
    i = text.moveIndex32(i, -1);
    const UChar32 c = text.char32At(i);
    if (skip_transparent && c != kNonJoiner && c != kJoiner &&
        u_getIntPropertyValue(c, UCHAR_JOINING_TYPE) == U_JT_TRANSPARENT) {
      continue;
    }
    return c;
  }
  return -1;
}

bool is_virama(UChar32 c) { return c >= 0 && u_getCombiningClass(c) == kViramaClass; }

bool joins(UChar32 c, UJoiningType side) {
  if (c < 0) return false;
  const std::int32_t type = u_getIntPropertyValue(c, UCHAR_JOINING_TYPE);
  return type == U_JT_DUAL_JOINING || type == side;
}

/// Whether a joiner or non-joiner between the end of `before` and place `i` of `text` can be seen.
bool is_letter(UChar32 joiner, const icu::UnicodeString& before, const icu::UnicodeString& text,
               std::int32_t i) {
  const UChar32 last = last_seen(before, false);
  const UChar32 next = next_seen(text, i, false);
  const bool letter_follows = next >= 0 && (u_isalpha(next) || is_virama(next));
  if (is_virama(last)) return joiner == kJoiner || letter_follows;
  if (is_virama(next)) return last >= 0 && u_isalpha(last);
  return joiner == kNonJoiner && joins(last_seen(before, true), U_JT_LEFT_JOINING) &&
         joins(next_seen(text, i, true), U_JT_RIGHT_JOINING);
}

/// The text without what cannot be seen.
void clean(const icu::UnicodeString& text, icu::UnicodeString& cleaned) {
  const icu::UnicodeSet& ignorable = ignorable_code_points();
  cleaned.remove();
  for (std::int32_t i = 0; i < text.length();) {
    const std::int32_t plain =
        ignorable.span(text.getBuffer() + i, text.length() - i, USET_SPAN_NOT_CONTAINED);
    cleaned.append(text, i, plain);
    i += plain;
    if (i == text.length()) return;
    const UChar32 c = text.char32At(i);
    i = text.moveIndex32(i, 1);
    if ((c == kNonJoiner || c == kJoiner) && is_letter(c, cleaned, text, i)) {
      cleaned.append(c);
    }
  }
}

/// Makes the apostrophe within words U+0027. Elsewhere it closes a quotation.
void unify_apostrophes(icu::UnicodeString& text) {
  for (std::int32_t i = text.indexOf(kRightQuote); i >= 0; i = text.indexOf(kRightQuote, i + 1)) {
    if (i + 1 < text.length() && u_isalnum(text.char32At(i + 1))) text.setCharAt(i, u'\'');
  }
}

/// Whether a code point at the end of a word is no part of it.
bool is_punctuation(UChar32 c) {
  if (c == kZeroWidthSpace || c == kNonJoiner) return true;
  constexpr std::uint32_t kDropped = U_GC_P_MASK | U_GC_S_MASK | U_GC_Z_MASK | U_GC_CC_MASK;
  if ((U_GET_GC_MASK(c) & kDropped) == 0) return false;
  // Some letters are punctuation by their category, as the Hebrew geresh.
  const std::int32_t kind = u_getIntPropertyValue(c, UCHAR_WORD_BREAK);
  return kind != U_WB_ALETTER && kind != U_WB_HEBREW_LETTER && kind != U_WB_KATAKANA;
}

/// Whether the word [begin, end) ends with an apostrophe that is a letter: a geresh after a Hebrew
/// one.
bool ends_with_geresh(const icu::UnicodeString& text, std::int32_t begin, std::int32_t end) {
  return end - begin >= 2 && text[end - 1] == u'\'' &&
         u_getIntPropertyValue(text.char32At(text.moveIndex32(end - 1, -1)), UCHAR_WORD_BREAK) ==
             U_WB_HEBREW_LETTER;
}

}  // namespace

UnicodeForm::UnicodeForm() {
  UErrorCode status = U_ZERO_ERROR;
  nfkc_ = icu::Normalizer2::getNFKCInstance(status);
  check_icu(status, "load its normalizations");
  ignorable_code_points();
}

const icu::UnicodeString& UnicodeForm::of(std::string_view text) {
  const icu::StringPiece bytes(text.data(), static_cast<std::int32_t>(text.size()));
  clean(icu::UnicodeString::fromUTF8(bytes), cleaned_);
  UErrorCode status = U_ZERO_ERROR;
  nfkc_->normalize(cleaned_, form_, status);
  check_icu(status, "normalize a line");
  unify_apostrophes(form_);
  return form_;
}

void UnicodeForm::append_word(const icu::UnicodeString& text, std::int32_t begin, std::int32_t end,
                              bool lowercase, std::string& word) {
  while (begin < end && is_punctuation(text.char32At(begin))) begin = text.moveIndex32(begin, 1);
  while (begin < end && !ends_with_geresh(text, begin, end)) {
    const std::int32_t last = text.moveIndex32(end, -1);
    if (!is_punctuation(text.char32At(last))) break;
    end = last;
  }
  // The rules of word boundaries count some symbols as letters.
  std::int32_t letter = begin;
  while (letter < end && !u_isalnum(text.char32At(letter))) letter = text.moveIndex32(letter, 1);
  if (letter == end) return;

  if (!lowercase) {
    text.tempSubStringBetween(begin, end).toUTF8String(word);
    return;
  }
  word_.clear();
  text.tempSubStringBetween(begin, end).toUTF8String(word_);
  const std::size_t before = word.size();
  append_lower_cased(word_, word);
  // Some letters with an accent are one code point in lower case alone.
  UErrorCode status = U_ZERO_ERROR;
  const std::string_view lowered = std::string_view(word).substr(before);
  const icu::StringPiece piece(lowered.data(), static_cast<std::int32_t>(lowered.size()));
  if (!nfkc_->isNormalizedUTF8(piece, status) && U_SUCCESS(status)) {
    std::string normalized;
    icu::StringByteSink<std::string> sink(&normalized);
    nfkc_->normalizeUTF8(0, piece, sink, nullptr, status);
    word.replace(before, std::string::npos, normalized);
  }
  check_icu(status, "normalize a word");
}

}  // namespace eigenlex::internal
