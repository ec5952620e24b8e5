#include "eigenlex/classify/tagging_score.hpp"

#include <iterator>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace tagging_score_test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> split(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

std::vector<Entity> entities(const std::string& tags, bool of_scheme = true) {
  return entities_of(split(tags), of_scheme);
}

TEST(Entities, AreReadInEveryScheme) {
  const std::vector<Entity> expected{{0, 2, "PER"}, {2, 3, "PER"}, {4, 5, "LOC"}};
  EXPECT_EQ(entities("I-PER I-PER B-PER O I-LOC"), expected);  // IOB1
  EXPECT_EQ(entities("B-PER I-PER B-PER O B-LOC"), expected);  // IOB2
  EXPECT_EQ(entities("B-PER E-PER S-PER O S-LOC"), expected);  // BIOES
  EXPECT_EQ(entities("B-PER L-PER U-PER O U-LOC"), expected);  // BILOU
}

TEST(Entities, OfOddSequencesAreThoseOfConlleval) {
  EXPECT_THAT(entities("O O"), IsEmpty());
  EXPECT_THAT(entities(""), IsEmpty());
  EXPECT_THAT(entities("I-PER I-LOC"), ElementsAre(Entity{0, 1, "PER"}, Entity{1, 2, "LOC"}));
  EXPECT_THAT(entities("B-PER I-LOC"), ElementsAre(Entity{0, 1, "PER"}, Entity{1, 2, "LOC"}));
  EXPECT_THAT(entities("E-PER E-PER"), ElementsAre(Entity{0, 1, "PER"}, Entity{1, 2, "PER"}));
  EXPECT_THAT(entities("E-PER I-PER"), ElementsAre(Entity{0, 1, "PER"}, Entity{1, 2, "PER"}));
  EXPECT_THAT(entities("B-PER I-PER E-PER"), ElementsAre(Entity{0, 3, "PER"}));
}

TEST(Entities, AreRunsOfTagsWithoutAScheme) {
  EXPECT_THAT(entities("DET NOUN NOUN O X"),
              ElementsAre(Entity{0, 1, "DET"}, Entity{1, 3, "NOUN"}, Entity{4, 5, "X"}));
}

TEST(Entities, LettersAloneArePlacesInASchemeAndTypesElsewhere) {
  EXPECT_TRUE(are_of_scheme(split("B I O S-PER E U L")));
  EXPECT_FALSE(are_of_scheme(split("B I O V")));
  EXPECT_FALSE(are_of_scheme(split("S E B RD")));
  EXPECT_THAT(entities("B I O B"), ElementsAre(Entity{0, 2, ""}, Entity{3, 4, ""}));
  EXPECT_THAT(entities("S S E B", false),
              ElementsAre(Entity{0, 2, "S"}, Entity{2, 3, "E"}, Entity{3, 4, "B"}));
}

// Parts of speech of one letter: three of seven are right.
TEST(TaggingScore, OfOneLetterTagsCountsTypes) {
  const auto truth = split("RD S V E RD S B");
  const auto guess = split("RD S S B RD E E");
  const TaggingScore score = score_tagging(truth, guess, std::vector<std::int64_t>{0, 7});
  EXPECT_DOUBLE_EQ(score.accuracy, 3.0 / 7);
  EXPECT_EQ(score.all.entities, 7);
  EXPECT_EQ(score.types.at("S").entities, 2);
  EXPECT_EQ(score.types.count(""), 0U);
  EXPECT_LT(score.all.f1(), 0.5);
}

TEST(TaggingScore, CountsWholeEntities) {
  const auto truth = split("B-PER I-PER O B-LOC   B-PER O");
  const auto guess = split("B-PER O     O B-LOC   B-LOC O");
  const std::vector<std::int64_t> offsets{0, 4, 6};
  const TaggingScore score = score_tagging(truth, guess, offsets);
  EXPECT_EQ(score.sentences, 2);
  EXPECT_EQ(score.tokens, 6);
  EXPECT_DOUBLE_EQ(score.accuracy, 4.0 / 6);
  EXPECT_EQ(score.all.entities, 3);
  EXPECT_EQ(score.all.predicted, 3);
  EXPECT_EQ(score.all.found, 1);  // the name cut short is none
  EXPECT_DOUBLE_EQ(score.all.f1(), 1.0 / 3);
  EXPECT_DOUBLE_EQ(score.types.at("LOC").precision(), 0.5);
  EXPECT_DOUBLE_EQ(score.types.at("LOC").recall(), 1);
  EXPECT_DOUBLE_EQ(score.types.at("PER").f1(), 0);
  const nlohmann::ordered_json object = to_json(score);
  EXPECT_EQ(object.at("tokens"), 6);
  EXPECT_EQ(object.at("entities").at("found"), 1);
  EXPECT_EQ(object.at("types").at("LOC").at("recall"), 1);
}

TEST(TaggingScore, EntitiesEndWithTheirSentence) {
  const auto tags = split("B-PER I-PER");
  const std::vector<std::int64_t> one{0, 2}, two{0, 1, 2};
  EXPECT_EQ(score_tagging(tags, tags, one).all.entities, 1);
  EXPECT_EQ(score_tagging(tags, tags, two).all.entities, 2);
}

TEST(TaggingScore, NoEntityScoresZero) {
  const auto tags = split("O O");
  const std::vector<std::int64_t> offsets{0, 2};
  const TaggingScore score = score_tagging(tags, tags, offsets);
  EXPECT_EQ(score.accuracy, 1);
  EXPECT_EQ(score.all.f1(), 0);
  EXPECT_EQ(score.all.precision(), 0);
  EXPECT_EQ(score.all.recall(), 0);
}

TEST(TaggingScore, RefusesTagsThatDoNotFit) {
  const auto tags = split("O O");
  const std::vector<std::int64_t> offsets{0, 3};
  EXPECT_THROW(score_tagging(tags, tags, offsets), OptionError);
  EXPECT_THROW(score_tagging(tags, split("O"), std::vector<std::int64_t>{0, 2}), OptionError);
  EXPECT_THROW(score_tagging({}, {}, std::vector<std::int64_t>{0}), OptionError);
}

}  // namespace tagging_score_test
}  // namespace eigenlex
