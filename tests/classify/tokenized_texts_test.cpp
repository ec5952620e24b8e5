#include "eigenlex/classify/tokenized_texts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/planted_texts.hpp"

namespace eigenlex {
namespace tokenized_texts_test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> words_of(const TokenizedTexts& texts, std::int64_t i) {
  std::vector<std::string> words;
  for (const std::int32_t token : texts.text(i)) {
    words.push_back(texts.words[static_cast<std::size_t>(token)]);
  }
  return words;
}

TEST(TokenizedTexts, KeepTheirWordsInOrder) {
  const std::vector<std::string> raw{"To be, or not", "", "...", "NOT to be"};
  const TokenizedTexts texts =
      tokenize_texts(raw, {.kind = TokenizerKind::kUnicode, .lowercase = true});
  ASSERT_EQ(texts.size(), 4);
  EXPECT_THAT(words_of(texts, 0), ElementsAre("to", "be", "or", "not"));
  EXPECT_THAT(words_of(texts, 1), IsEmpty());
  EXPECT_THAT(words_of(texts, 2), IsEmpty());
  EXPECT_THAT(words_of(texts, 3), ElementsAre("not", "to", "be"));
  EXPECT_THAT(texts.words, ElementsAre("to", "be", "or", "not"));
}

TEST(TokenizedTexts, AreTheSameForAnyNumberOfThreads) {
  std::vector<std::string> raw;
  Random random(1);
  for (int i = 0; i < 2000; ++i) {
    raw.push_back(fmt::format("w{} w{} w{}", random.below(900), random.below(900), i));
  }
  const ThreadCount one(1);
  const TokenizedTexts expected = tokenize_texts(raw, {});
  for (const int threads : {2, 3}) {
    const ThreadCount several(threads);
    const TokenizedTexts texts = tokenize_texts(raw, {});
    EXPECT_EQ(texts.words, expected.words);
    EXPECT_EQ(texts.tokens, expected.tokens);
    EXPECT_EQ(texts.offsets, expected.offsets);
  }
}

TEST(TokenizedTexts, SelectionKeepsTheOrderAskedFor) {
  const std::vector<std::string> raw{"a b", "c", "d e f"};
  const std::vector<std::int64_t> chosen{2, 0, 2};
  const TokenizedTexts texts = select_texts(tokenize_texts(raw, {}), chosen);
  ASSERT_EQ(texts.size(), 3);
  EXPECT_THAT(words_of(texts, 0), ElementsAre("d", "e", "f"));
  EXPECT_THAT(words_of(texts, 1), ElementsAre("a", "b"));
  EXPECT_THAT(words_of(texts, 2), ElementsAre("d", "e", "f"));
}

TEST(TokenizedTexts, BadTokenizerIsAnOptionError) {
  EXPECT_THROW(tokenize_texts({}, {.kind = static_cast<TokenizerKind>(7)}), OptionError);
}

}  // namespace tokenized_texts_test
}  // namespace eigenlex
