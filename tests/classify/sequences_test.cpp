#include "eigenlex/classify/sequences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace sequences_test {

using ::testing::ElementsAre;

TokenizedTexts texts(const std::vector<std::string>& raw) { return tokenize_texts(raw, {}); }

TEST(Sequences, VocabularyHoldsTheMostFrequentWords) {
  const TokenizedTexts given = texts({"b a c b", "c b d"});
  EXPECT_THAT(vocabulary_of(given, 0).words(), ElementsAre("b", "c", "a", "d"));
  EXPECT_THAT(vocabulary_of(given, 2).words(), ElementsAre("b", "c"));
  EXPECT_THAT(vocabulary_of(given, 2).counts(), ElementsAre(3, 2));
  EXPECT_THROW(vocabulary_of(texts({"", " "}), 0), FormatError);
}

TEST(Sequences, UnknownWordsHaveAnIdOfTheirOwn) {
  const Sequences ids = encode(texts({"b x a", ""}), Vocabulary({"a", "b"}, {2, 1}), {});
  EXPECT_THAT(ids.ids, ElementsAre(kFirstWordId + 1, kUnknownId, kFirstWordId));
  EXPECT_THAT(ids.offsets, ElementsAre(0, 3, 3));
}

TEST(Sequences, LongTextsLoseTheEndAskedFor) {
  const Vocabulary words({"a", "b", "c"}, {1, 1, 1});
  EXPECT_THAT(encode(texts({"a b c"}), words, {.max_length = 2}).ids, ElementsAre(2, 3));
  EXPECT_THAT(encode(texts({"a b c"}), words, {.max_length = 2, .truncate = TextEnd::kStart}).ids,
              ElementsAre(3, 4));
  EXPECT_THROW(encode(texts({"a"}), words, {.max_length = 0}), OptionError);
  EXPECT_THROW(encode(texts({"a"}), words, {.truncate = static_cast<TextEnd>(9)}), OptionError);
}

TEST(Sequences, CoverageIsTheShareOfKnownTokens) {
  EXPECT_EQ(token_coverage(texts({"a b a", "c"}), Vocabulary({"a", "z"}, {1, 1})), 0.5);
  // Words of the texts may be spelled otherwise than those of the vocabulary.
  EXPECT_EQ(token_coverage(texts({"Café cafe\u0301"}), Vocabulary({"café"}, {1})), 1);
  EXPECT_EQ(token_coverage(texts({""}), Vocabulary({"a"}, {1})), 0);
}

TEST(PadSequences, FillsAndCutsAtTheEndsAskedFor) {
  const Sequences ids{{5, 6, 7, 8}, {0, 3, 4, 4}};
  const auto pre = pad_sequences(ids, 2, TextEnd::kStart, TextEnd::kStart);
  EXPECT_THAT(pre.shape, ElementsAre(3, 2));
  EXPECT_THAT(pre.values, ElementsAre(6, 7, 0, 8, 0, 0));
  EXPECT_THAT(pad_sequences(ids, 2, TextEnd::kEnd, TextEnd::kEnd).values,
              ElementsAre(5, 6, 8, 0, 0, 0));
  EXPECT_THROW(pad_sequences(ids, 0, TextEnd::kEnd, TextEnd::kEnd), OptionError);
}

}  // namespace sequences_test
}  // namespace eigenlex
