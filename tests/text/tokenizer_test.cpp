#include "eigenlex/text/tokenizer.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace tokenizer_test {

using namespace std::string_view_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr TokenizerOptions kPlain{TokenizerKind::kWhitespace, false};
constexpr TokenizerOptions kPlainFolded{TokenizerKind::kWhitespace, true};
constexpr TokenizerOptions kWords{TokenizerKind::kUnicode, false};
constexpr TokenizerOptions kWordsFolded{TokenizerKind::kUnicode, true};

std::vector<std::string> tokens_of(const TokenizerOptions& options, std::string_view line) {
  std::vector<std::string> tokens;
  make_tokenizer(options)->tokenize(line, [&](std::span<const std::string_view> group) {
    tokens.insert(tokens.end(), group.begin(), group.end());
  });
  return tokens;
}

TEST(Tokenizer, RejectsAKindThatIsNone) {
  EXPECT_THROW(make_tokenizer({static_cast<TokenizerKind>(7), false}), OptionError);
}

TEST(Tokenizer, ALineWithoutWordsHasNoTokens) {
  for (const TokenizerOptions& options : {kPlain, kPlainFolded, kWords, kWordsFolded}) {
    EXPECT_THAT(tokens_of(options, ""), IsEmpty());
    EXPECT_THAT(tokens_of(options, " \t\v\f\r\n "), IsEmpty());
  }
}

TEST(Tokenizer, CanBeUsedForOneLineAfterAnother) {
  for (const TokenizerOptions& options : {kPlain, kPlainFolded, kWords, kWordsFolded}) {
    const auto tokenizer = make_tokenizer(options);
    std::vector<std::string> tokens;
    const TokenSink sink = [&](std::span<const std::string_view> group) {
      tokens.insert(tokens.end(), group.begin(), group.end());
    };
    tokenizer->tokenize("one two", sink);
    tokenizer->tokenize("", sink);
    tokenizer->tokenize("three", sink);
    EXPECT_THAT(tokens, ElementsAre("one", "two", "three"));
  }
}

TEST(Tokenizer, RandomBytesNeverCrashAndGiveNoEmptyToken) {
  Random random(1);
  for (int i = 0; i < 2000; ++i) {
    std::string line(random.below(60), '\0');
    for (char& c : line) {
      // Half of it from the bytes that begin and continue code points.
      c = static_cast<char>(random.below(2) == 0 ? random.below(256) : 0x80 + random.below(128));
    }
    for (const TokenizerOptions& options : {kPlain, kPlainFolded, kWords, kWordsFolded}) {
      for (const std::string& token : tokens_of(options, line)) ASSERT_FALSE(token.empty());
    }
  }
}

TEST(WhitespaceTokenizer, SplitsAtAsciiSpaceAlone) {
  EXPECT_THAT(tokens_of(kPlain, "  the cat,\tsat\von\fthe\rmat. "),
              ElementsAre("the", "cat,", "sat", "on", "the", "mat."));
  // The no-break space and the ideographic space belong to tokens.
  EXPECT_THAT(tokens_of(kPlain, "a\u00a0b \u3000"), ElementsAre("a\u00a0b", "\u3000"));
}

TEST(WhitespaceTokenizer, KeepsEveryOtherByte) {
  EXPECT_THAT(tokens_of(kPlain, "a\0b \xff\xfe \0"sv), ElementsAre("a\0b"sv, "\xff\xfe", "\0"sv));
  EXPECT_THAT(tokens_of(kPlainFolded, "A\0b \xff\xfe \xc3 \xe2\x82X"sv),
              ElementsAre("a\0b"sv, "\xff\xfe", "\xc3", "\xe2\x82x"));
}

TEST(WhitespaceTokenizer, LowersTheCaseOfAllScripts) {
  EXPECT_THAT(tokens_of(kPlainFolded, "The ÉCOLE Москва ΣΊΣΥΦΟΣ"),
              ElementsAre("the", "école", "москва", "σίσυφος"));
  // The number of bytes may change.
  EXPECT_THAT(tokens_of(kPlainFolded, "Straße STRAẞE \u023a \u212a \u0130"),
              ElementsAre("straße", "straße", "\u2c65", "k", "i\u0307"));
  EXPECT_THAT(tokens_of(kPlain, "The ÉCOLE"), ElementsAre("The", "ÉCOLE"));
}

TEST(WhitespaceTokenizer, LinesAndTokensOfAnyLengthStayWhole) {
  const std::string token(300000, 'x');
  std::string line = token;
  for (int i = 0; i < 50000; ++i) line += " ab";
  line += " " + token;
  for (const TokenizerOptions& options : {kPlain, kPlainFolded}) {
    const std::vector<std::string> tokens = tokens_of(options, line);
    ASSERT_EQ(tokens.size(), 50002u);
    EXPECT_EQ(tokens.front(), token);
    EXPECT_EQ(tokens[25000], "ab");
    EXPECT_EQ(tokens.back(), token);
  }
}

// 64 bytes are looked at together; where tokens end must not depend on it.
TEST(WhitespaceTokenizer, SplitsRandomLinesAsTheDefinitionDoes) {
  Random random(2);
  for (int i = 0; i < 3000; ++i) {
    std::string line(random.below(300), '\0');
    const std::uint64_t blanks = 1 + random.below(40);  // one byte in so many
    for (char& c : line) {
      c = random.below(blanks) == 0 ? " \t\n\v\f\r"[random.below(6)]
                                    : static_cast<char>(random.below(256));
    }
    std::vector<std::string> expected;
    std::string token;
    for (const char c : line + " ") {
      if (" \t\n\v\f\r"sv.find(c) == std::string_view::npos) {
        token += c;
      } else if (!token.empty()) {
        expected.push_back(std::move(token));
        token.clear();
      }
    }
    ASSERT_EQ(tokens_of(kPlain, line), expected) << i;
  }
}

TEST(UnicodeTokenizer, KeepsWordsAndNumbersAndDropsPunctuation) {
  EXPECT_THAT(tokens_of(kWords, "\"Don't,\" she said -- 3.14 (or 1,000)... C'est l\u2019été!"),
              ElementsAre("Don't", "she", "said", "3.14", "or", "1,000", "C'est", "l'été"));
  EXPECT_THAT(tokens_of(kWords, "___ _ - \u2014 \u20ac \U0001f600 @ a_b"), ElementsAre("a_b"));
}

TEST(UnicodeTokenizer, SplitsChineseJapaneseAndThaiByDictionary) {
  EXPECT_THAT(tokens_of(kWords, "北京大学在中国。今天天气很好"),
              ElementsAre("北京", "大学", "在", "中国", "今天", "天气", "很好"));
  EXPECT_THAT(tokens_of(kWords, "東京都、カタカナ"), ElementsAre("東京", "都", "カタカナ"));
  EXPECT_THAT(tokens_of(kWords, "ภาษาไทย"), ElementsAre("ภาษา", "ไทย"));
  EXPECT_THAT(tokens_of(kWords, "한국어 텍스트"), ElementsAre("한국어", "텍스트"));
}

TEST(UnicodeTokenizer, SpellingsOfTheSameTextAreOneWord) {
  // Composed and decomposed accents, full-width letters, ligatures, no-break spaces.
  EXPECT_THAT(tokens_of(kWords, "e\u0301te\u0301"), ElementsAre("été"));
  EXPECT_THAT(tokens_of(kWords, "\uff21\uff22\u00a0\ufb01ne"), ElementsAre("AB", "fine"));
}

TEST(UnicodeTokenizer, LowersCaseWhereAsked) {
  EXPECT_THAT(tokens_of(kWordsFolded, "The STRASSE Straße \u2122 ΣΊΣΥΦΟΣ"),
              ElementsAre("the", "strasse", "straße", "tm", "σίσυφος"));
  EXPECT_THAT(tokens_of(kWords, "The Straße"), ElementsAre("The", "Straße"));
}

TEST(UnicodeTokenizer, LowerCaseIsNormalizedToo) {
  // There is no single code point for a capital H with a line below, but one for the small letter.
  EXPECT_THAT(tokens_of(kWordsFolded, "H\u0331E J\u030c"), ElementsAre("\u1e96e", "\u01f0"));
}

TEST(UnicodeTokenizer, WhatCannotBeSeenIsNoPartOfAWord) {
  for (const TokenizerOptions& options : {kWords, kWordsFolded}) {
    // A soft hyphen, a word joiner, a byte order mark, a variation selector, marks of direction.
    EXPECT_THAT(tokens_of(options, "soft\u00adhyphen word\u2060joiner \ufeffmark a\ufe0f"),
                ElementsAre("softhyphen", "wordjoiner", "mark", "a"));
    EXPECT_THAT(tokens_of(options, "שלום\u200f \u200eكتاب \u2068one\u2069"),
                ElementsAre("שלום", "كتاب", "one"));
    // What is left out may stand between a letter and its accent.
    EXPECT_THAT(tokens_of(options, "e\u034f\u0301"), ElementsAre("é"));
    EXPECT_THAT(tokens_of(options, "one\u200btwo"), ElementsAre("one", "two"));
  }
}

TEST(UnicodeTokenizer, JoinersStayWhereTheyAreLetters) {
  for (const TokenizerOptions& options : {kWords, kWordsFolded}) {
    for (const char* word :
         {"می\u200cروم", "کتاب\u200cها", "क्\u200dष", "क्\u200cष", "ന്\u200d", "র\u200d্যাব"}) {
      EXPECT_THAT(tokens_of(options, word), ElementsAre(word));
    }
    // After a letter that does not join, beside another joiner, at the ends, between Latin letters.
    EXPECT_THAT(
        tokens_of(options, "کار\u200cها می\u200c\u200cروم \u200cکتاب\u200c a\u200db क्\u200c"),
        ElementsAre("کارها", "می\u200cروم", "کتاب", "ab", "क्"));
  }
}

// Looking through them anew for each of them would take minutes.
TEST(UnicodeTokenizer, AnyNumberOfJoinersInARowIsReadAtOnce) {
  const TokenizerOptions options{TokenizerKind::kUnicode, false};
  std::string joiners, marked = "\u0628";
  for (int i = 0; i < 300'000; ++i) {
    joiners += "\u200c";
    marked += "\u064e\u200c";
  }
  EXPECT_THAT(tokens_of(options, joiners), ElementsAre());
  EXPECT_THAT(tokens_of(options, joiners + "a"), ElementsAre("a"));
  EXPECT_EQ(tokens_of(options, marked).size(), 1U);
}

TEST(UnicodeTokenizer, ApostrophesWithinWordsAreOne) {
  EXPECT_THAT(tokens_of(kWords, "don\u2019t don't \u2018quoted\u2019 dogs\u2019"),
              ElementsAre("don't", "don't", "quoted", "dogs"));
  // The geresh of an abbreviation stays, a quotation mark after a Hebrew letter does not.
  EXPECT_THAT(tokens_of(kWords, "פרופ' \u2018שלום\u2019 ג׳"), ElementsAre("פרופ'", "שלום", "ג׳"));
}

TEST(UnicodeTokenizer, PunctuationAtTheEndsOfAWordIsDropped) {
  EXPECT_THAT(tokens_of(kWords, "_very_ @user __init__ a_b \u203fx\u203f"),
              ElementsAre("very", "user", "init", "a_b", "x"));
}

TEST(UnicodeTokenizer, NulAndInvalidUtf8EndAWordAndAreDropped) {
  EXPECT_THAT(tokens_of(kWords, "ab\0cd \xff\xfe e\xc3 f\xed\xa0\x80g \0"sv),
              ElementsAre("ab", "cd", "e", "f", "g"));
}

TEST(UnicodeTokenizer, PiecesOfALongLineHaveTheTokensOfTheWhole) {
  // Longer than several pieces; the words differ in length, so that cuts fall everywhere.
  std::string line;
  std::vector<std::string> expected;
  for (int i = 0; line.size() < 300000; ++i) {
    const std::string word = "wörter" + std::to_string(i);
    line += word + (i % 3 == 0 ? ", " : "  ");
    expected.push_back(word);
  }
  EXPECT_EQ(tokens_of(kWords, line), expected);
}

TEST(UnicodeTokenizer, AStretchWithoutSpaceIsCutBetweenCodePointsAt16Mebibytes) {
  // An odd byte first, so that the limit falls inside a code point of two bytes.
  std::string line = "a";
  while (line.size() < (std::size_t{1} << 24) + 100) line += "é";
  const std::vector<std::string> tokens = tokens_of(kWords, line);
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(tokens[0].size(), (std::size_t{1} << 24) - 1);
  EXPECT_TRUE(tokens[0] + tokens[1] == line);
}

}  // namespace tokenizer_test
}  // namespace eigenlex
