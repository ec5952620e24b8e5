#include "eigenlex/text/text_profile.hpp"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace eigenlex {
namespace text_profile_test {

using ::testing::HasSubstr;

constexpr std::string_view kProse =
    "It was late when we came home, and nobody had lit the lamps. \"Who is there?\" my sister "
    "asked; "
    "I said nothing. The old dog, half asleep, looked at us and went back to his corner (the warm "
    "one). We sat down, hungry and tired, to eat what was left.\n";

/// `kProse` as tokenizers leave it: punctuation apart, in lower case where asked.
std::string tokenized_prose(bool lowercase) {
  std::string tokens;
  for (const char c : kProse) {
    const bool apart = std::string_view(".,?;\"()").find(c) != std::string_view::npos;
    if (apart) tokens += ' ';
    tokens += lowercase && c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    if (apart) tokens += ' ';
  }
  return tokens;
}

std::string without_punctuation(std::string_view text) {
  std::string words(text);
  std::erase_if(
      words, [](char c) { return std::string_view(".,?;\"()").find(c) != std::string_view::npos; });
  return words;
}

TokenizerChoice choice(std::string_view text) {
  return choose_tokenizer(profile_text(text), {.kind = TokenizerKind::kAuto});
}

TEST(ChooseTokenizer, RawTextIsReadByUnicodeInLowerCase) {
  const TokenizerChoice chosen = choice(kProse);
  EXPECT_EQ(chosen.options.kind, TokenizerKind::kUnicode);
  EXPECT_TRUE(chosen.options.lowercase);
  EXPECT_THAT(chosen.reason, HasSubstr("raw text: "));
  EXPECT_THAT(chosen.reason, HasSubstr("% of the words have punctuation attached"));
  // As people write who do not care for capitals, or who left the punctuation out.
  std::string small(kProse);
  std::ranges::transform(small, small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  EXPECT_EQ(choice(small).options.kind, TokenizerKind::kUnicode);
  EXPECT_EQ(choice(without_punctuation(kProse)).options.kind, TokenizerKind::kUnicode);
  EXPECT_EQ(choice("Ах, какой день! Мы шли домой, а он молчал.").options.kind,
            TokenizerKind::kUnicode);
}

TEST(ChooseTokenizer, TokenizedTextStaysAsItIs) {
  for (const std::string& text : {tokenized_prose(true), tokenized_prose(false),
                                  without_punctuation(tokenized_prose(true))}) {
    const TokenizerChoice chosen = choice(text);
    EXPECT_EQ(chosen.options.kind, TokenizerKind::kWhitespace) << text;
    EXPECT_FALSE(chosen.options.lowercase);
    EXPECT_THAT(chosen.reason, HasSubstr("tokenized text: "));
    EXPECT_TRUE(
        choose_tokenizer(profile_text(text), {TokenizerKind::kAuto, true}).options.lowercase);
  }
  // The treebanks keep the stops of abbreviations and split before apostrophes.
  EXPECT_EQ(choice("Mr. Vinken , 61 years old , did n't join the board 's meeting in the U.S. on "
                   "Nov. 29 , as the chairman of the company said to us in a letter .")
                .options.kind,
            TokenizerKind::kWhitespace);
}

TEST(ChooseTokenizer, NamesOfThingsAreNoProse) {
  EXPECT_EQ(choice("N12 N7 N12 N3\nN3 N7\n").options.kind, TokenizerKind::kWhitespace);
  EXPECT_EQ(choice("user:1 item:7 item:9\nuser:2 item:7\n").options.kind,
            TokenizerKind::kWhitespace);
  EXPECT_EQ(choice("PersonA PersonB PersonC\nPersonB PersonA\n").options.kind,
            TokenizerKind::kWhitespace);
  EXPECT_EQ(choice("").options.kind, TokenizerKind::kWhitespace);
  EXPECT_EQ(choice("\xff\xfe \xff").options.kind, TokenizerKind::kWhitespace);
}

TEST(ChooseTokenizer, ScriptsWithoutSpacesAreRawUnlessTheyHaveSpaces) {
  EXPECT_EQ(choice("北京大学在中国的首都北京市海淀区今天天气很好我们去学校").options.kind,
            TokenizerKind::kUnicode);
  EXPECT_EQ(choice("北京 大学 在 中国 的 首都 今天 天气 很 好 我们 去 学校").options.kind,
            TokenizerKind::kWhitespace);
  EXPECT_EQ(choice("ภาษาไทยเป็นภาษาที่ใช้ในประเทศไทย").options.kind, TokenizerKind::kUnicode);
}

/// Paragraphs of `kProse`, some of it left out, broken so that no line is longer than `column`.
std::string wrapped(std::size_t column) {
  std::string text;
  for (std::size_t paragraph = 0; paragraph < 12; ++paragraph) {
    std::string words = std::string(kProse.substr(0, kProse.size() - 1 - 7 * paragraph));
    while (words.size() > column) {
      const std::size_t end = words.rfind(' ', column);
      text.append(words, 0, end) += '\n';
      words.erase(0, end + 1);
    }
    text += words + "\n\n";
  }
  return text;
}

TEST(ChooseDocument, LinesBrokenAtAColumnMakeParagraphs) {
  for (const std::size_t column : {60, 72, 80}) {
    const TextProfile profile = profile_text(wrapped(column));
    EXPECT_EQ(choose_document(profile), DocumentKind::kParagraph) << column;
    EXPECT_NEAR(static_cast<double>(profile.column), static_cast<double>(column), 3);
  }
}

TEST(ChooseDocument, OtherLinesAreDocuments) {
  std::string paragraphs, sentences, verse;
  for (std::size_t i = 0; i < 60; ++i) {
    paragraphs += kProse;
    sentences += std::string(kProse.substr(0, 45 + i * 37 % 60)) + ".\n";
    verse += std::string(kProse.substr(i, 20 + i * 13 % 20)) + "\n";
  }
  for (const std::string& text : {paragraphs, sentences, verse, std::string("one\ntwo\n")}) {
    EXPECT_EQ(choose_document(profile_text(text)), DocumentKind::kLine) << text.substr(0, 200);
  }
}

}  // namespace text_profile_test
}  // namespace eigenlex
