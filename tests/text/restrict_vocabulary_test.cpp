#include "eigenlex/text/restrict_vocabulary.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace restrict_vocabulary_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// "a b a c / / d a b", counts 3 2 1 1.
Corpus small_corpus() {
  Corpus corpus;
  corpus.vocabulary = Vocabulary({"a", "b", "c", "d"}, {3, 2, 1, 1});
  corpus.tokens = {0, 1, 0, 2, -1, -1, 3, 0, 1, -1};
  corpus.documents = 3;
  corpus.tokens_read = 7;
  corpus.distinct_words_read = 4;
  return corpus;
}

TEST(RestrictVocabulary, DropsRareWordsAndTheirPlacesInTheLine) {
  const Corpus corpus = restrict_vocabulary(small_corpus(), {.min_count = 2});
  EXPECT_THAT(corpus.vocabulary.words(), ElementsAre("a", "b"));
  EXPECT_THAT(corpus.vocabulary.counts(), ElementsAre(3, 2));
  EXPECT_THAT(corpus.tokens, ElementsAre(0, 1, 0, -1, -1, 0, 1, -1));
}

TEST(RestrictVocabulary, RemembersWhatWasRead) {
  const Corpus corpus = restrict_vocabulary(small_corpus(), {.min_count = 3});
  EXPECT_EQ(corpus.token_count(), 3);
  EXPECT_EQ(corpus.documents, 3);
  EXPECT_EQ(corpus.tokens_read, 7);
  EXPECT_EQ(corpus.distinct_words_read, 4);
}

TEST(RestrictVocabulary, KeepsTheMostFrequentWordsTiesByBytes) {
  const Corpus corpus = restrict_vocabulary(small_corpus(), {.min_count = 1, .max_size = 3});
  EXPECT_THAT(corpus.vocabulary.words(), ElementsAre("a", "b", "c"));
  EXPECT_EQ(corpus.vocabulary.find("d"), std::nullopt);
}

TEST(RestrictVocabulary, LeavesACorpusWithinTheLimitsAsItIs) {
  const Corpus corpus = restrict_vocabulary(small_corpus(), {.min_count = 1, .max_size = 4});
  EXPECT_EQ(corpus.tokens, small_corpus().tokens);
  EXPECT_EQ(corpus.vocabulary.words(), small_corpus().vocabulary.words());
}

TEST(RestrictVocabulary, AMinCountThatNoWordReachesIsAnErrorNamingTheHighestCount) {
  try {
    restrict_vocabulary(small_corpus(), {.min_count = 4});
    FAIL();
  } catch (const OptionError& error) {
    EXPECT_THAT(error.what(), HasSubstr("VocabularyOptions.min_count = 4"));
    EXPECT_THAT(error.what(), HasSubstr("the most frequent one 3 times"));
  }
}

TEST(RestrictVocabulary, OptionsOutOfRangeAreErrors) {
  EXPECT_THROW(restrict_vocabulary(small_corpus(), {.min_count = 0}), OptionError);
  EXPECT_THROW(restrict_vocabulary(small_corpus(), {.max_size = -1}), OptionError);
}

}  // namespace restrict_vocabulary_test
}  // namespace eigenlex
