#include "eigenlex/text/utf8.hpp"

#include <string>

#include <gtest/gtest.h>

#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace utf8_test {

using namespace std::string_view_literals;

/// Whether `bytes` are one code point by the definition of RFC 3629: the shortest form of a number
/// that is no surrogate and at most 10FFFF.
bool is_code_point(std::string_view bytes) {
  const auto byte = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const std::size_t size = bytes.size();
  if (size == 1) return byte(0) < 0x80;
  std::uint32_t value = 0;
  if (size == 2 && byte(0) >> 5 == 6) {
    value = byte(0) & 31;
  } else if (size == 3 && byte(0) >> 4 == 14) {
    value = byte(0) & 15;
  } else if (size == 4 && byte(0) >> 3 == 30) {
    value = byte(0) & 7;
  } else {
    return false;  // the first byte tells another size, or none
  }
  for (std::size_t i = 1; i < size; ++i) {
    if (byte(i) >> 6 != 2) return false;
    value = value << 6 | (byte(i) & 63);
  }
  const std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  return value >= least[size] && value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff);
}

/// The same of any bytes, by trying every length at each place.
std::size_t prefix_by_definition(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::size_t size = 1;
    while (size <= 4 && !(at + size <= bytes.size() && is_code_point(bytes.substr(at, size)))) {
      ++size;
    }
    if (size > 4) return at;
    at += size;
  }
  return at;
}

TEST(Utf8, EveryFormOfUpToThreeBytesIsJudgedByTheDefinition) {
  for (std::uint32_t value = 0; value < 1u << 24; value += value < 1u << 16 ? 1 : 61) {
    const std::string bytes = {static_cast<char>(value >> 16), static_cast<char>(value >> 8),
                               static_cast<char>(value)};
    const std::size_t prefix = prefix_by_definition(bytes);
    ASSERT_EQ(utf8_prefix(bytes), prefix) << value;
    ASSERT_EQ(is_utf8(bytes), prefix == bytes.size()) << value;
  }
}

TEST(Utf8, FormsOfFourBytesAreJudgedByTheDefinition) {
  for (int first = 0xee; first <= 0xff; ++first) {
    for (int second = 0; second <= 0xff; ++second) {
      for (const int third : {0x7f, 0x80, 0xbf, 0xc0}) {
        for (const int fourth : {0x41, 0x80, 0xbf, 0xf0}) {
          const std::string bytes = {static_cast<char>(first), static_cast<char>(second),
                                     static_cast<char>(third), static_cast<char>(fourth)};
          const std::size_t prefix = prefix_by_definition(bytes);
          ASSERT_EQ(utf8_prefix(bytes), prefix) << first << ' ' << second << ' ' << third;
          ASSERT_EQ(is_utf8(bytes), prefix == bytes.size());
          // Among others, where it is cut at another place.
          ASSERT_EQ(is_utf8("é" + bytes + std::string(700, 'x')), prefix == bytes.size());
        }
      }
    }
  }
}

TEST(Utf8, RandomTextIsJudgedByTheDefinition) {
  Random random(1);
  const std::string_view pieces[] = {"a",          "b",          "é",      "Ж",
                                     "中",         "\u0800",     "\ud7ff", "\U00010000",
                                     "\U0010ffff", "\U0001f600", "\x7f"};
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (std::uint64_t n = random.below(1500); n-- > 0;) {
      // Long stretches of ASCII too, which are judged together.
      text += random.below(3) == 0 ? pieces[random.below(std::size(pieces))] : "ascii";
    }
    if (!text.empty() && random.below(2) == 0) {
      text[random.below(text.size())] = static_cast<char>(random.below(256));
    }
    const std::size_t prefix = prefix_by_definition(text);
    ASSERT_EQ(utf8_prefix(text), prefix);
    ASSERT_EQ(is_utf8(text), prefix == text.size());
  }
}

TEST(Utf8, RepairsEachStartOfACodePointAndEachOtherByte) {
  std::string repaired = ">";
  // A code point that breaks off, a surrogate, two lone bytes, a form that is too long.
  EXPECT_EQ(append_repaired("a\xe2\x82z\xed\xa0\x80|\xff\xfe|\xc0\xaf\xe9"sv, repaired), 10);
  EXPECT_EQ(repaired, ">a\ufffdz\ufffd\ufffd\ufffd|\ufffd\ufffd|\ufffd\ufffd\ufffd");
  EXPECT_TRUE(is_utf8(repaired));
  repaired.clear();
  EXPECT_EQ(append_repaired("café\0"sv, repaired), 0);
  EXPECT_EQ(repaired, "café\0"sv);
}

}  // namespace utf8_test
}  // namespace eigenlex
