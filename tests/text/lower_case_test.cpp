#include "text/lower_case.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "eigenlex/core/random.hpp"

namespace eigenlex::internal {
namespace lower_case_test {

/// ICU's own mapping of a whole string.
std::string by_icu(const std::string& text) {
  std::string lowered;
  icu::UnicodeString::fromUTF8(text).toLower(icu::Locale::getRoot()).toUTF8String(lowered);
  return lowered;
}

TEST(LowerCase, IsTheSameInEveryLanguage) {
  EXPECT_EQ(lower_cased("AthENS I"), "athens i");
  EXPECT_EQ(lower_cased("ÉCOLE Straße ΟΔΟΣ"), "école straße οδος");
}

TEST(LowerCase, IsThatOfUnicodeForEveryCodePoint) {
  for (UChar32 code_point = 1; code_point <= 0x10ffff; ++code_point) {
    if (U_IS_SURROGATE(code_point)) continue;
    std::string text;
    icu::UnicodeString(code_point).toUTF8String(text);
    ASSERT_EQ(lower_cased(text), by_icu(text)) << code_point;
  }
}

TEST(LowerCase, IsThatOfUnicodeInEveryContext) {
  Random random(1);
  // Sigmas among letters, accents, marks that leave case alone, digits and what ends a word.
  const std::array pieces = {"Σ", "Σ", "Α", "β", "\u0301", "'", ".", "1", " ", "İ", "ß", "\u00ad"};
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (std::uint64_t j = random.below(9); j-- > 0;) text += pieces[random.below(pieces.size())];
    ASSERT_EQ(lower_cased(text), by_icu(text)) << text;
  }
}

TEST(LowerCase, KeepsBytesThatAreNotUtf8) {
  EXPECT_EQ(lower_cased("A\xff\xc3Σ\xe2\x82X"), "a\xff\xc3σ\xe2\x82x");
  EXPECT_EQ(lower_cased("ΑΣ\xffX"), "ας\xffx");
  EXPECT_EQ(lower_cased(std::string_view("A\0B", 3)), std::string_view("a\0b", 3));
  EXPECT_EQ(lower_cased(""), "");
}

}  // namespace lower_case_test
}  // namespace eigenlex::internal
