#include "eigenlex/evaluate/word_lookup.hpp"

#include <gtest/gtest.h>

namespace eigenlex {
namespace {

TEST(LowerCased, FollowsUnicodeWhateverTheLanguageOfTheMachine) {
  EXPECT_EQ(lower_cased("AthENS"), "athens");
  EXPECT_EQ(lower_cased("ÉCOLE Straße ΟΔΟΣ"), "école straße οδος");
  EXPECT_EQ(lower_cased("I"), "i");
  EXPECT_EQ(lower_cased(""), "");
}

TEST(LowerCased, TakesAnyBytes) {
  EXPECT_EQ(lower_cased("A\xff"), "a\xef\xbf\xbd");
  EXPECT_EQ(lower_cased(std::string_view("A\0B", 3)), std::string_view("a\0b", 3));
}

TEST(WordLookup, PrefersTheWordAsWritten) {
  const Vocabulary vocabulary({"turkey", "Turkey", "athens", "PARIS"}, {4, 3, 2, 1});
  WordLookup words(vocabulary);
  EXPECT_EQ(words.find("Turkey"), 1);
  EXPECT_EQ(words.find("turkey"), 0);
  EXPECT_EQ(words.find("Athens"), 2);
  EXPECT_TRUE(words.unknown_words().empty());
}

TEST(WordLookup, RemembersEachUnknownWordOnce) {
  const Vocabulary vocabulary({"turkey", "PARIS"}, {2, 1});
  WordLookup words(vocabulary);
  for (const char* word : {"Paris", "turkey", "oslo", "Paris", "Oslo"}) words.find(word);
  EXPECT_EQ(words.unknown_words(), (std::vector<std::string>{"Paris", "oslo", "Oslo"}));
}

}  // namespace
}  // namespace eigenlex
