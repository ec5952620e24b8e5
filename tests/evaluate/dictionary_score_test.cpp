#include "eigenlex/evaluate/dictionary_score.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/random_words.hpp"

namespace eigenlex {
namespace dictionary_score_test {

using ::testing::ElementsAre;
using testing::numbered_vocabulary;
using testing::random_table;

/// A translator of w<i> to w<i>, of 30 words.
Translator translator() {
  const Table table = random_table(30, 8, 1);
  return Translator({numbered_vocabulary(30), table}, {numbered_vocabulary(30), table},
                    {.neighbours = 2});
}

TEST(DictionaryScore, CountsRightAnswersAmongTheFirst) {
  // w1 is right at once by its second translation; that of w2 is the second best for it.
  const Translator words = translator();
  const auto second_best = words.translate(std::vector<std::string>{"w2"}, 2)[0].neighbours[1].id;
  const std::string near(words.target_vocabulary().word(second_best));
  const DictionaryScore score = score_dictionary(
      words, {{"w1", "w20"}, {"w2", near}, {"w1", "w1"}, {"none", "w3"}, {"w4", "none"}});
  EXPECT_EQ(score.words, 4);
  EXPECT_EQ(score.covered, 2);
  ASSERT_EQ(score.precision.size(), 3U);
  EXPECT_EQ(score.precision[0].rank, 1);
  EXPECT_EQ(*score.precision[0].percent, 50);
  EXPECT_EQ(*score.precision[1].percent, 100);
  EXPECT_EQ(*score.precision[2].percent, 100);
  EXPECT_LE(score.precision[0].interval->low, 50);
  EXPECT_GE(score.precision[0].interval->high, 50);
  EXPECT_THAT(score.unknown_words, ElementsAre("none"));
  EXPECT_THAT(score.untranslated_words, ElementsAre("w4"));
}

TEST(DictionaryScore, OfNoKnownWordIsNothing) {
  const DictionaryScore score = score_dictionary(translator(), {{"none", "w3"}});
  EXPECT_EQ(score.covered, 0);
  EXPECT_FALSE(score.precision[0].percent);
  EXPECT_TRUE(to_json(score).at("precision")[0].at("percent").is_null());
}

}  // namespace dictionary_score_test
}  // namespace eigenlex
