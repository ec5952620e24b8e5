#include "eigenlex/text/word_table.hpp"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace word_table_test {

TEST(WordTable, NumbersWordsInOrderOfFirstSight) {
  WordTable table;
  EXPECT_EQ(table.intern("the"), 0);
  EXPECT_EQ(table.intern("cat"), 1);
  EXPECT_EQ(table.intern("the"), 0);
  EXPECT_EQ(table.size(), 2);
  EXPECT_EQ(table.word(0), "the");
  EXPECT_EQ(table.word(1), "cat");
}

TEST(WordTable, ListsItsWordsInTheOrderOfTheirNumbers) {
  WordTable table;
  EXPECT_EQ(table.words(), std::vector<std::string>());
  for (const char* word : {"the", "", "cat"}) table.intern(word);
  const WordList words = table.words();
  EXPECT_EQ(words, (std::vector<std::string>{"the", "", "cat"}));
  EXPECT_NE(words, (std::vector<std::string>{"the", "", "dog"}));
  EXPECT_EQ(words[2], "cat");
  EXPECT_EQ(words.end() - words.begin(), 3);
  EXPECT_EQ(*(words.end() - 1), "cat");
  EXPECT_EQ(words.begin()[1], "");
  static_assert(std::random_access_iterator<WordList::Iterator>);
}

TEST(WordTable, FindsOnlyWhatWasAdded) {
  WordTable table;
  EXPECT_EQ(table.find("the"), std::nullopt);
  table.intern("the");
  EXPECT_EQ(table.find("the"), 0);
  EXPECT_EQ(table.find("th"), std::nullopt);
  EXPECT_EQ(table.size(), 1);
}

TEST(WordTable, WithRoomIsTheSameAsOneThatGrows) {
  for (const std::int64_t words : {0, 1, 7, 8, 1000, 4095, 4096}) {
    WordTable grown, roomy;
    roomy.intern("first");
    grown.intern("first");
    roomy.reserve(words + 1, 8 * words + 5);
    const std::int64_t memory = roomy.memory();
    for (std::int64_t i = 0; i < words; ++i) {
      const std::string word = "word" + std::to_string(1000 + i);
      EXPECT_EQ(roomy.intern(word), grown.intern(word));
    }
    EXPECT_EQ(roomy.words(), grown.words());
    EXPECT_EQ(roomy.find("first"), 0);
    EXPECT_EQ(roomy.memory(), memory) << words;
    EXPECT_LE(memory, grown.memory()) << words;
  }
}

TEST(WordTable, HasNoWordsAfterItWasMovedFrom) {
  WordTable table;
  table.intern("the");
  const WordTable moved = std::move(table);
  EXPECT_EQ(moved.size(), 1);
  EXPECT_EQ(table.size(), 0);  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(table.find("the"), std::nullopt);
  EXPECT_EQ(table.words().begin(), table.words().end());
}

TEST(WordTable, WordsMayHoldAnyBytes) {
  using namespace std::string_view_literals;
  WordTable table;
  for (const std::string_view word : {""sv, "\0"sv, "a\0b"sv, "a\0c"sv, "\xff\xfe"sv}) {
    const std::int32_t id = table.intern(word);
    EXPECT_EQ(table.word(id), word);
    EXPECT_EQ(table.find(word), id);
  }
  EXPECT_EQ(table.size(), 5);
}

TEST(WordTable, AgreesWithUnorderedMapOnWordsOfAllLengths) {
  Random random(1);
  WordTable table;
  std::unordered_map<std::string, std::int32_t> oracle;
  for (int i = 0; i < 200000; ++i) {
    std::string word(random.below(300) == 0 ? 1000 : random.below(5), 'x');
    for (char& c : word) c = static_cast<char>('a' + random.below(12));
    const auto [place, added] = oracle.emplace(word, static_cast<std::int32_t>(oracle.size()));
    ASSERT_EQ(table.intern(word), place->second);
  }
  ASSERT_EQ(static_cast<std::size_t>(table.size()), oracle.size());
  for (const auto& [word, id] : oracle) {
    ASSERT_EQ(table.word(id), word);
    ASSERT_EQ(table.find(word), id);
  }
}

}  // namespace word_table_test
}  // namespace eigenlex
