#include "eigenlex/query/word_finder.hpp"

#include <gtest/gtest.h>

namespace eigenlex {
namespace word_finder_test {

using nlohmann::json;

const Vocabulary& words() {
  static const Vocabulary kWords({"king", "Paris", "café", "straße", "a b"}, {5, 4, 3, 2, 1});
  return kWords;
}

std::optional<std::int32_t> find(const json& description, std::string_view word) {
  return WordFinder(description).find(words(), word);
}

json counted(const char* tokenizer, bool lowercase) {
  return {{"count_options", {{"tokenizer", tokenizer}, {"lowercase", lowercase}}}};
}

TEST(WordFinder, TakesWordsAsTheyAreGivenFirst) {
  for (const json& description :
       {json::object(), counted("whitespace", true), counted("unicode", true)}) {
    EXPECT_EQ(find(description, "Paris"), 1);
    EXPECT_EQ(find(description, "a b"), 4);
  }
}

TEST(WordFinder, FoldsWordsAsTheTextOfTheModelWas) {
  EXPECT_EQ(find(counted("whitespace", true), "KING"), 0);
  // Text may be in lower case before it is read.
  EXPECT_EQ(find(counted("whitespace", false), "KING"), 0);
  EXPECT_EQ(find(counted("whitespace", false), "PARIS"), std::nullopt);
  EXPECT_EQ(find(counted("unicode", true), "ＫＩＮＧ"), 0);
  // A decomposed accent.
  EXPECT_EQ(find(counted("unicode", false), "cafe\u0301"), 2);
  EXPECT_EQ(find(counted("unicode", true), "STRAßE"), 3);
  EXPECT_EQ(find(counted("unicode", true), "strasse"), std::nullopt);
  EXPECT_EQ(find(counted("unicode", true), "king paris"), std::nullopt);
}

TEST(WordFinder, TriesWhatItCanWithoutARecord) {
  EXPECT_EQ(find(json::object(), "KING"), 0);
  EXPECT_EQ(find(json::object(), "CAFE\u0301"), 2);
  EXPECT_EQ(find(json::object(), "queen"), std::nullopt);
}

TEST(WordFinder, KnowsHowTheTextWasRead) {
  EXPECT_EQ(WordFinder(counted("whitespace", true)).reading().kind, TokenizerKind::kWhitespace);
  EXPECT_TRUE(WordFinder(counted("whitespace", true)).reading().lowercase);
  EXPECT_EQ(WordFinder(counted("unicode", false)).reading().kind, TokenizerKind::kUnicode);
  EXPECT_EQ(WordFinder(json::object()).reading().kind, TokenizerKind::kUnicode);
}

TEST(WordFinder, TakesNamesOfAMatrixAsTheyAreBeforeItFoldsThem) {
  const json matrix{{"matrix", "ratings.tsv"}};
  EXPECT_EQ(find(matrix, "King"), 0);
  EXPECT_EQ(find(matrix, "cafe\u0301"), 2);
  EXPECT_EQ(find(matrix, "paris"), std::nullopt);
  const Vocabulary both({"Ann", "ann"}, {1, 1});
  EXPECT_EQ(WordFinder(matrix).find(both, "Ann"), 0);
  EXPECT_EQ(WordFinder(matrix).find(both, "ann"), 1);
  EXPECT_EQ(WordFinder(matrix).find(both, "ANN"), 1);
}

TEST(WordFinder, SpellsAnUnknownWordAsTheModelSpellsWords) {
  EXPECT_EQ(WordFinder(counted("unicode", true)).spelled("Queen\u2019S"), "queen's");
  EXPECT_EQ(WordFinder(counted("whitespace", true)).spelled("QUEEN"), "queen");
  EXPECT_EQ(WordFinder(counted("unicode", true)).spelled("..."), "...");
  EXPECT_EQ(WordFinder(json::object()).spelled("Queen"), "Queen");
  EXPECT_EQ(WordFinder(json{{"matrix", "ratings.tsv"}}).spelled("Queen"), "Queen");
}

TEST(WordFinder, SurvivesWhateverTheDescriptionSays) {
  EXPECT_EQ(find({{"count_options", 7}}, "King"), 0);
  EXPECT_EQ(find({{"count_options", {{"tokenizer", 7}, {"lowercase", "yes"}}}}, "King"), 0);
}

}  // namespace word_finder_test
}  // namespace eigenlex
