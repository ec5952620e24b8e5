#include "eigenlex/text/phrases.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/text/read_corpus.hpp"

#include "support/decoded.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace phrases_test {

using testing::decoded;
using testing::TempDir;

Corpus corpus_of(const std::string& text) {
  const TempDir dir;
  return read_corpus({dir.write("text", text)}, {});
}

std::string repeat(int times, const std::string& text) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

TEST(Phrases, WordsThatOnlyOccurTogetherBecomeOne) {
  const Corpus corpus = corpus_of(repeat(5, "in new york a\n") + "a in\na\nin a in\n");
  const Corpus joined = join_phrases(corpus, {.passes = 1, .threshold = 0.9});
  EXPECT_EQ(decoded(joined), repeat(5, "in new_york a \n") + "a in \na \nin a in \n");
  EXPECT_EQ(joined.vocabulary.find("new"), std::nullopt);
  EXPECT_EQ(joined.vocabulary.count(*joined.vocabulary.find("new_york")), 5);
  EXPECT_EQ(joined.tokens_read, corpus.tokens_read);
  EXPECT_EQ(joined.distinct_words_read, corpus.distinct_words_read);
  EXPECT_EQ(joined.documents, corpus.documents);
}

TEST(Phrases, NoPassChangesNothing) {
  const Corpus corpus = corpus_of(repeat(9, "new york\n"));
  EXPECT_EQ(decoded(join_phrases(corpus, {})), decoded(corpus));
}

TEST(Phrases, ThePairMustOccurOftenEnough) {
  const Corpus corpus = corpus_of(repeat(4, "new york\n") + "some other words\n");
  const auto joins = [&](std::int64_t min_count) {
    const PhraseOptions options{.passes = 1, .threshold = 0.0, .min_count = min_count};
    return join_phrases(corpus, options).vocabulary.find("new_york").has_value();
  };
  EXPECT_TRUE(joins(4));
  EXPECT_FALSE(joins(5));
}

TEST(Phrases, TheThresholdIsNormalizedPmi) {
  // 30 tokens; "x y" occurs 5 times, x 10 and y 5 times.
  const Corpus corpus = corpus_of(repeat(5, "x y\n") + repeat(5, "x\n") + repeat(15, "z\n"));
  const double score = std::log((5 / 30.0) / ((10 / 30.0) * (5 / 30.0))) / -std::log(5 / 30.0);
  const auto joins = [&](double threshold) {
    const PhraseOptions options{.passes = 1, .threshold = threshold};
    return join_phrases(corpus, options).vocabulary.find("x_y").has_value();
  };
  EXPECT_TRUE(joins(score - 1e-9));
  EXPECT_FALSE(joins(score + 1e-9));
}

TEST(Phrases, IndependentWordsScoreNothing) {
  Random random(1);
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "abcdefghij"[random.below(10)] + std::string(" ");
  const Corpus corpus = corpus_of(text);
  // log(p(xy)/(p(x)p(y))) of 1000 expected pairs is within 6/sqrt(1000) of 0, and log 100 = 4.6.
  EXPECT_EQ(decoded(join_phrases(corpus, {.passes = 1, .threshold = 0.05})), decoded(corpus));
}

TEST(Phrases, NoPhraseCrossesTheEndOfADocument) {
  const Corpus corpus = corpus_of(repeat(9, "york\nnew\n"));
  EXPECT_EQ(decoded(join_phrases(corpus, {.passes = 1, .threshold = -1.0, .min_count = 1})),
            decoded(corpus));
}

TEST(Phrases, OfOverlappingPairsTheLeftOneIsJoinedAndTheNextPassJoinsTheRest) {
  const Corpus corpus = corpus_of(repeat(9, "new york city\n") + repeat(9, "a\n"));
  EXPECT_EQ(decoded(join_phrases(corpus, {.passes = 1})),
            repeat(9, "new_york city \n") + repeat(9, "a \n"));
  EXPECT_EQ(decoded(join_phrases(corpus, {.passes = 2})),
            repeat(9, "new_york_city \n") + repeat(9, "a \n"));
}

TEST(Phrases, ARepeatedWordIsJoinedInPairsFromTheLeft) {
  const Corpus corpus = corpus_of(repeat(9, "so so so\n") + repeat(90, "a\n"));
  EXPECT_EQ(decoded(join_phrases(corpus, {.passes = 1, .threshold = 0.3})),
            repeat(9, "so_so so \n") + repeat(90, "a \n"));
}

TEST(Phrases, APhraseSpelledAsAWordOfTheCorpusIsThatWord) {
  const Corpus corpus = corpus_of(repeat(9, "new york\n") + "new_york\n" + repeat(20, "a\n"));
  const Corpus joined = join_phrases(corpus, {.passes = 1});
  EXPECT_EQ(joined.vocabulary.count(*joined.vocabulary.find("new_york")), 10);
}

TEST(Phrases, DifferentPairsOfTheSameSpellingAreOneWord) {
  const Corpus corpus = corpus_of(repeat(9, "a_b c\n") + repeat(9, "a b_c\n") + repeat(20, "x\n"));
  const Corpus joined = join_phrases(corpus, {.passes = 1});
  EXPECT_EQ(joined.vocabulary.count(*joined.vocabulary.find("a_b_c")), 18);
}

TEST(Phrases, GivesTheSameForAnyNumberOfThreads) {
  Random random(2);
  std::string text;
  for (int i = 0; i < 200000; ++i) {
    const std::uint64_t word = random.below(1 + random.below(1000));
    text += fmt::format("w{} ", word);
    if (random.below(3) == 0) text += fmt::format("x{} ", word);
    if (random.below(10) == 0) text += '\n';
  }
  const Corpus corpus = corpus_of(text);
  const PhraseOptions options{.passes = 2, .threshold = 0.2};
  const ThreadCount one(1);
  const Corpus expected = join_phrases(corpus, options);
  EXPECT_LT(expected.token_count(), corpus.token_count());
  for (const int threads : {2, 3}) {
    const ThreadCount scope(threads);
    const Corpus joined = join_phrases(corpus, options);
    EXPECT_TRUE(joined.tokens == expected.tokens);
    EXPECT_EQ(joined.vocabulary.words(), expected.vocabulary.words());
  }
}

TEST(Phrases, OptionsOutOfRangeAreErrors) {
  const Corpus corpus = corpus_of("a b\n");
  EXPECT_THROW(join_phrases(corpus, {.passes = -1}), OptionError);
  EXPECT_THROW(join_phrases(corpus, {.threshold = 1.5}), OptionError);
  EXPECT_THROW(join_phrases(corpus, {.threshold = std::numeric_limits<double>::quiet_NaN()}),
               OptionError);
  EXPECT_THROW(join_phrases(corpus, {.min_count = 0}), OptionError);
}

}  // namespace phrases_test
}  // namespace eigenlex
