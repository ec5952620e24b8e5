#include "eigenlex/evaluate/neighbour_relations.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace neighbour_relations_test {

/// Words in groups of four, each group in a direction of its own, its words nearly there.
Table grouped_table(std::int32_t words) {
  Table table = 0.01F * testing::random_table(words, words / 4, 3);
  for (std::int32_t word = 0; word < words; ++word) table(word, word / 4) += 1;
  return table;
}

/// Of each group of words the first three are related.
WordRelations relations_of(const Vocabulary& vocabulary) {
  WordRelations relations;
  for (std::int32_t first = 0; first + 3 < vocabulary.size(); first += 4) {
    std::vector<std::string> group;
    for (std::int32_t word = first; word < first + 3; ++word) {
      group.emplace_back(vocabulary.word(word));
    }
    relations.add_group(group);
  }
  return relations;
}

NeighbourRelationOptions asking(std::vector<RankBand> bands) {
  return {.bands = std::move(bands), .count = 3};
}

TEST(NeighbourRelations, AreTheShareOfNeighboursThatShareAGroup) {
  const Vocabulary vocabulary = testing::numbered_vocabulary(80);
  const UnitTable units(grouped_table(80));
  const auto found = neighbour_relations(units, vocabulary, relations_of(vocabulary),
                                         asking({{1, 40, 1000}, {41, 0, 12}}));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].words, 30);  // a quarter of the words is in no group
  EXPECT_EQ(found[1].words, 12);
  for (const BandRelations& band : found) {
    EXPECT_NEAR(*band.related, 200.0 / 3, 1e-9);
    EXPECT_NEAR(band.related_interval->low, 200.0 / 3, 1e-9);
    EXPECT_EQ(*band.forms, 0);
  }
}

TEST(NeighbourRelations, FormsAreNoRelatives) {
  const Vocabulary vocabulary = testing::numbered_vocabulary(8);
  WordRelations relations = relations_of(vocabulary);
  // Now all words are forms of one.
  for (std::int32_t word = 0; word < 8; ++word) {
    relations.add_ending({std::string(vocabulary.word(word)).substr(1), ""});
  }
  const auto found = neighbour_relations(UnitTable(grouped_table(8)), vocabulary, relations,
                                         asking({{1, 0, 100}}));
  EXPECT_EQ(*found[0].forms, 100);
  EXPECT_EQ(*found[0].related, 0);
}

TEST(NeighbourRelations, OfNoWordsAreNothing) {
  const Vocabulary vocabulary = testing::numbered_vocabulary(8);
  const auto found = neighbour_relations(UnitTable(grouped_table(8)), vocabulary,
                                         relations_of(vocabulary), asking({{20, 0, 5}}));
  EXPECT_EQ(found[0].words, 0);
  EXPECT_FALSE(found[0].related);
  EXPECT_FALSE(found[0].forms_interval);
}

TEST(NeighbourRelations, AreTheSameForAnyNumberOfThreads) {
  const Vocabulary vocabulary = testing::numbered_vocabulary(400);
  const UnitTable units(testing::random_table(400, 8, 5));
  const WordRelations relations = relations_of(vocabulary);
  const auto with = [&](int threads) {
    const ThreadCount count(threads);
    return neighbour_relations(units, vocabulary, relations, asking({{1, 0, 100}})).front();
  };
  const BandRelations one = with(1);
  for (const int threads : {2, 3}) {
    const BandRelations more = with(threads);
    EXPECT_EQ(one.related, more.related);
    EXPECT_EQ(one.related_interval, more.related_interval);
    EXPECT_EQ(one.forms_interval, more.forms_interval);
  }
}

TEST(NeighbourRelations, AreAnObjectABand) {
  const Vocabulary vocabulary = testing::numbered_vocabulary(8);
  const auto json =
      to_json(neighbour_relations(UnitTable(grouped_table(8)), vocabulary, relations_of(vocabulary),
                                  asking({{1, 8, 100}, {20, 0, 5}})));
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0].at("ranks").dump(), "[1,8]");
  EXPECT_EQ(json[0].at("words"), 6);
  EXPECT_NEAR(json[0].at("related").get<double>(), 200.0 / 3, 1e-9);
  EXPECT_EQ(json[0].at("forms_interval").size(), 2U);
  EXPECT_EQ(json[1].at("ranks").dump(), "[20,null]");
  EXPECT_TRUE(json[1].at("related").is_null());
}

TEST(NeighbourRelations, BadOptionsAreRefused) {
  EXPECT_THROW(asking({{0, 0, 5}}).validate(), OptionError);
  EXPECT_THROW(asking({{5, 4, 5}}).validate(), OptionError);
  EXPECT_THROW(asking({{5, 6, 0}}).validate(), OptionError);
  NeighbourRelationOptions none;
  none.count = 0;
  EXPECT_THROW(none.validate(), OptionError);
}

}  // namespace neighbour_relations_test
}  // namespace eigenlex
