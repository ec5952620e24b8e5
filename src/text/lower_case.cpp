#include "text/lower_case.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "text/code_points.hpp"

namespace eigenlex::internal {
namespace {

constexpr UChar32 kCapitalSigma = 0x3a3;
constexpr UChar32 kFinalSigma = 0x3c2;
constexpr UChar32 kCapitalDottedI = 0x130;
constexpr std::string_view kDottedI = "i\u0307";

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

/// Whether a cased letter is the first code point of `text` that does not leave case alone, as
/// accents and apostrophes do.
bool cased_letter_follows(std::string_view text) {
  while (!text.empty()) {
    const UChar32 code_point = take_first(text);
    if (code_point < 0) return false;
    if (!u_hasBinaryProperty(code_point, UCHAR_CASE_IGNORABLE)) {
      return u_hasBinaryProperty(code_point, UCHAR_CASED);
    }
  }
  return false;
}

/// As `cased_letter_follows`, looking from the end of `text` backwards.
bool cased_letter_precedes(std::string_view text) {
  while (!text.empty()) {
    const UChar32 code_point = take_last(text);
    if (code_point < 0) return false;
    if (!u_hasBinaryProperty(code_point, UCHAR_CASE_IGNORABLE)) {
      return u_hasBinaryProperty(code_point, UCHAR_CASED);
    }
  }
  return false;
}

void append(UChar32 code_point, std::string& text) {
  std::array<char, U8_MAX_LENGTH> bytes;
  std::int32_t size = 0;
  U8_APPEND_UNSAFE(bytes.data(), size, code_point);
  text.append(bytes.data(), static_cast<std::size_t>(size));
}

/// Appends the lower case of a code point between `before` and `after`. The mapping depends on them
/// for the capital sigma alone, and is more than one code point for the dotted capital I alone.
void append_lower(UChar32 code_point, std::string_view before, std::string_view after,
                  std::string& lowered) {
  if (code_point == kCapitalDottedI) {
    lowered += kDottedI;
  } else if (code_point == kCapitalSigma && cased_letter_precedes(before) &&
             !cased_letter_follows(after)) {
    append(kFinalSigma, lowered);
  } else {
    append(u_tolower(code_point), lowered);
  }
}

}  // namespace

void append_lower_cased(std::string_view text, std::string& lowered) {
  const auto lower = [](char c) { return 'A' <= c && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto ascii_end = std::find_if_not(rest.begin(), rest.end(), is_ascii);
    const std::size_t ascii = static_cast<std::size_t>(ascii_end - rest.begin());
    lowered.resize(lowered.size() + ascii);
    std::transform(rest.begin(), ascii_end, lowered.end() - static_cast<std::ptrdiff_t>(ascii),
                   lower);
    rest.remove_prefix(ascii);
    if (rest.empty()) return;

    const std::string_view before = text.substr(0, text.size() - rest.size());
    const std::string_view from = rest;
    const UChar32 code_point = take_first(rest);
    if (code_point < 0) {
      lowered.append(from.substr(0, from.size() - rest.size()));
    } else {
      append_lower(code_point, before, rest, lowered);
    }
  }
}

std::string lower_cased(std::string_view text) {
  std::string lowered;
  append_lower_cased(text, lowered);
  return lowered;
}

}  // namespace eigenlex::internal
