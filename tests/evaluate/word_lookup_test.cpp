#include "evaluate/word_lookup.hpp"

#include <gtest/gtest.h>

namespace eigenlex::internal {
namespace word_lookup_test {

TEST(WordLookup, PrefersTheWordAsWritten) {
  const Vocabulary vocabulary({"turkey", "Turkey", "athens", "PARIS"}, {4, 3, 2, 1});
  WordLookup words(vocabulary);
  EXPECT_EQ(words.find("Turkey"), 1);
  EXPECT_EQ(words.find("turkey"), 0);
  EXPECT_EQ(words.find("Athens"), 2);
  EXPECT_TRUE(words.unknown_words().empty());
}

TEST(WordLookup, FindsOtherSpellingsOfAWord) {
  const Vocabulary vocabulary({"λόγος", "café", "straße"}, {3, 2, 1});
  WordLookup words(vocabulary);
  EXPECT_EQ(words.find("ΛΌΓΟΣ"), 0);
  EXPECT_EQ(words.find("Cafe\u0301"), 1);
  EXPECT_EQ(words.find("Straße"), 2);
  EXPECT_EQ(words.find("strasse"), std::nullopt);
}

TEST(WordLookup, RemembersEachUnknownWordOnce) {
  const Vocabulary vocabulary({"turkey", "PARIS"}, {2, 1});
  WordLookup words(vocabulary);
  for (const char* word : {"Paris", "turkey", "oslo", "Paris", "Oslo"}) words.find(word);
  EXPECT_EQ(words.unknown_words(), (std::vector<std::string>{"Paris", "oslo", "Oslo"}));
}

}  // namespace word_lookup_test
}  // namespace eigenlex::internal
