#include "eigenlex/text/folding.hpp"

#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace folding_test {

constexpr Folding kUnknown{};
constexpr Folding kLower{.lowercase = true};
constexpr Folding kForm{.normalize = true};
constexpr Folding kFormLower{.normalize = true, .lowercase = true};

std::vector<std::string> tokens_of(const TokenizerOptions& options, std::string_view line) {
  std::vector<std::string> tokens;
  make_tokenizer(options)->tokenize(line, [&](std::span<const std::string_view> group) {
    tokens.insert(tokens.end(), group.begin(), group.end());
  });
  return tokens;
}

TEST(Folding, IsMadeFromTheOptionsOfATokenizer) {
  EXPECT_EQ(Folding::of({TokenizerKind::kWhitespace, false}), kUnknown);
  EXPECT_EQ(Folding::of({TokenizerKind::kWhitespace, true}), kLower);
  EXPECT_EQ(Folding::of({TokenizerKind::kUnicode, false}), kForm);
  EXPECT_EQ(Folding::of({TokenizerKind::kUnicode, true}), kFormLower);
}

TEST(Folding, SpellsAWord) {
  EXPECT_EQ(kUnknown("Cafe\u0301 "), "Cafe\u0301 ");
  EXPECT_EQ(kLower("ΛΌΓΟΣ"), "λόγος");
  EXPECT_EQ(kForm("_Cafe\u0301,"), "Café");
  EXPECT_EQ(kFormLower("\u200fDON\u2019T"), "don't");
  EXPECT_EQ(kForm("\u2014"), "");
  EXPECT_EQ(kFormLower("\xff"), "");
}

TEST(Folding, SpellsEveryTokenAsTheTokenizerDid) {
  Random random(1);
  const std::vector<std::string> pieces = {
      "Σ",      "Ab", "\u0301", "'", "\u2019", "_", "\u00ad", "İ", "ß",      "می",     "\u200c",
      "\u200d", "क्",  "ष",      "1", "½",      ".", "ไ",      "H", "\u0331", "\ufb01", "\xff"};
  for (int i = 0; i < 20000; ++i) {
    std::string line;
    for (std::uint64_t j = 1 + random.below(8); j-- > 0;) {
      line += pieces[random.below(pieces.size())];
    }
    for (const bool lowercase : {false, true}) {
      for (const TokenizerKind kind : {TokenizerKind::kWhitespace, TokenizerKind::kUnicode}) {
        const TokenizerOptions options{kind, lowercase};
        for (const std::string& token : tokens_of(options, line)) {
          ASSERT_EQ(Folding::of(options)(token), token) << line;
        }
      }
    }
  }
}

TEST(FindFolded, AWordOfALowerCasedTextIsFoundInAnyCase) {
  const Vocabulary vocabulary({"λόγος", "straße", "می\u200cروم"}, {3, 2, 1});
  for (const Folding& folding : {kUnknown, kLower, kForm, kFormLower}) {
    for (const char* word : {"λόγος", "Λόγος", "ΛΌΓΟΣ"}) {
      EXPECT_EQ(find_folded(vocabulary, folding, word), 0) << word;
    }
    EXPECT_EQ(find_folded(vocabulary, folding, "Straße"), 1);
    EXPECT_EQ(find_folded(vocabulary, folding, "می\u200cروم"), 2);
    EXPECT_EQ(find_folded(vocabulary, folding, "strasse"), std::nullopt);
  }
}

TEST(FindFolded, AccentsAreFoundInEitherForm) {
  const Vocabulary vocabulary({"café", "Élan"}, {2, 1});
  for (const Folding& folding : {kUnknown, kLower, kForm, kFormLower}) {
    EXPECT_EQ(find_folded(vocabulary, folding, "cafe\u0301"), 0);
    EXPECT_EQ(find_folded(vocabulary, folding, "CAFE\u0301"), 0);
    EXPECT_EQ(find_folded(vocabulary, folding, "E\u0301lan"), 1);
    EXPECT_EQ(find_folded(vocabulary, folding, "ca\u00adfe\u0301"), 0);
  }
}

TEST(FindFolded, ThePlainSpellingGoesFirst) {
  const Vocabulary vocabulary({"us", "US"}, {2, 1});
  EXPECT_EQ(find_folded(vocabulary, kLower, "US"), 1);
  EXPECT_EQ(find_folded(vocabulary, kLower, "Us"), 0);
  EXPECT_EQ(find_folded(vocabulary, kForm, ""), std::nullopt);
  EXPECT_EQ(find_folded(vocabulary, kForm, "..."), std::nullopt);
  EXPECT_EQ(find_folded(vocabulary, kForm, "\xff\xfe"), std::nullopt);
}

}  // namespace folding_test
}  // namespace eigenlex
