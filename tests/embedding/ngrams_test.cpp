#include "eigenlex/embedding/ngrams.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace ngrams_test {

using Strings = std::vector<std::string>;

TEST(CharacterNgrams, AreThoseOfTheWordWithItsEndsMarked) {
  EXPECT_EQ(character_ngrams("cat", {.shortest = 3, .longest = 4}),
            (Strings{"<ca", "<cat", "at>", "cat", "cat>"}));
  EXPECT_EQ(character_ngrams("a", {.shortest = 3, .longest = 6}), Strings{"<a>"});
  EXPECT_TRUE(character_ngrams("a", {.shortest = 4, .longest = 6}).empty());
}

TEST(CharacterNgrams, OccurOnceEach) {
  EXPECT_EQ(character_ngrams("aaaa", {.shortest = 2, .longest = 2}), (Strings{"<a", "a>", "aa"}));
}

TEST(CharacterNgrams, AreOfCodePointsAndKeepBytesThatAreNone) {
  EXPECT_EQ(character_ngrams("жé", {.shortest = 2, .longest = 2}), (Strings{"<ж", "é>", "жé"}));
  // A lone continuation byte, an overlong lead, and a character cut short.
  EXPECT_EQ(character_ngrams("\x80\xc0\xe2\x82", {.shortest = 2, .longest = 2}),
            (Strings{"<\x80", "\x80\xc0", "\x82>", "\xc0\xe2", "\xe2\x82"}));
}

TEST(CharacterNgrams, WithIdeographsMayBeShort) {
  EXPECT_EQ(character_ngrams("北京", {.shortest = 3, .longest = 3}),
            (Strings{"<北", "<北京", "京", "京>", "北", "北京", "北京>"}));
  // Those of the supplementary planes too; kana and Hangul are letters.
  EXPECT_EQ(character_ngrams("𠮷か가", {.shortest = 5, .longest = 5}),
            (Strings{"<𠮷", "<𠮷か", "<𠮷か가", "<𠮷か가>", "𠮷", "𠮷か", "𠮷か가", "𠮷か가>"}));
}

TEST(CollectNgrams, CountsWordsAndLeavesOutRarePartsAndThoseNoFileCanHold) {
  const Vocabulary words({"aab", "aac", "aa\td", "aa\te"}, {1, 1, 1, 1});
  const Vocabulary ngrams = collect_ngrams(words, {.shortest = 2, .longest = 2, .min_words = 2});
  EXPECT_EQ(ngrams.words(), (Strings{"<a", "aa"}));
  EXPECT_EQ(ngrams.counts(), (std::vector<std::int64_t>{4, 4}));
}

TEST(KnownNgrams, AreTheRisingIdsOfThoseThatOccurred) {
  const Vocabulary ngrams({"xy", "b>", "<a"}, {3, 2, 1});
  EXPECT_EQ(known_ngrams(ngrams, "ab", {.shortest = 2, .longest = 2}),
            (std::vector<std::int32_t>{1, 2}));
}

TEST(WordAffixes, AreMarkedBeginningsAndEndings) {
  EXPECT_EQ(word_affixes("walked", {}),
            (Strings{"<wa", "<wal", "<walk", "<walke", "<walked", "d>", "ed>", "ked>", "lked>"}));
  EXPECT_EQ(word_affixes("a", {}), Strings{"a>"});
  EXPECT_TRUE(word_affixes("", {}).empty());
  EXPECT_EQ(word_affixes("жé", {}), (Strings{"<жé", "é>", "жé>"}));
  EXPECT_EQ(word_affixes("天京天", {}),
            (Strings{"京", "天", "<天", "<天京", "<天京天", "天>", "京天>", "天京天>"}));
}

TEST(AffixOptions, OutOfRangeAreRefused) {
  EXPECT_THROW((AffixOptions{.shortest_beginning = 0}.validate()), OptionError);
  EXPECT_THROW((AffixOptions{.shortest_beginning = 3, .longest_beginning = 2}.validate()),
               OptionError);
  EXPECT_THROW((AffixOptions{.longest_ending = 65}.validate()), OptionError);
  EXPECT_THROW((AffixOptions{.min_words = 0}.validate()), OptionError);
}

TEST(NgramOptions, OutOfRangeAreRefused) {
  EXPECT_THROW((NgramOptions{.shortest = 0}.validate()), OptionError);
  EXPECT_THROW((NgramOptions{.shortest = 4, .longest = 3}.validate()), OptionError);
  EXPECT_THROW((NgramOptions{.longest = 65}.validate()), OptionError);
  EXPECT_THROW((NgramOptions{.min_words = 0}.validate()), OptionError);
}

}  // namespace ngrams_test
}  // namespace eigenlex
