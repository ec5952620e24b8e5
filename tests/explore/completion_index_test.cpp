#include "eigenlex/explore/completion_index.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace completion_index_test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Vocabulary vocabulary_of(std::vector<std::string> words) {
  std::vector<std::int64_t> counts(words.size(), 1);
  return {std::move(words), std::move(counts)};
}

TEST(CompletionIndex, TheWordItselfComesFirstThenTheMostFrequent) {
  const CompletionIndex index(vocabulary_of({"seas", "sea", "see", "season", "s", "tea"}));
  EXPECT_THAT(index.complete("sea", 10), ElementsAre(1, 0, 3));
  EXPECT_THAT(index.complete("s", 10), ElementsAre(4, 0, 1, 2, 3));
  EXPECT_THAT(index.complete("s", 2), ElementsAre(4, 0));
  EXPECT_THAT(index.complete("z", 10), IsEmpty());
  EXPECT_THAT(index.complete("", 10), IsEmpty());
  EXPECT_THAT(index.complete("s", 0), IsEmpty());
}

TEST(CompletionIndex, CaseAndTheWayAccentsAreWrittenDoNotMatter) {
  // É as one code point, and as E with an accent of its own.
  const CompletionIndex index(vocabulary_of({"\xc3\x89tude", "E\xcc\x81tat", "etat"}));
  EXPECT_THAT(index.complete("\xc3\xa9t", 10), ElementsAre(0, 1));
  EXPECT_THAT(index.complete("e\xcc\x81T", 10), ElementsAre(0, 1));
  EXPECT_THAT(index.complete("ET", 10), ElementsAre(2));
}

TEST(CompletionIndex, BytesThatAreNotUtf8AreNoHarm) {
  const CompletionIndex index(vocabulary_of({"a\xff", "ab", "\xc3"}));
  EXPECT_THAT(index.complete("ab", 10), ElementsAre(1));
  EXPECT_NO_THROW(index.complete("\xff\xc3", 10));
}

TEST(CompletionIndex, FindsWhatALookAtEveryWordFinds) {
  Random random(3);
  std::vector<std::string> words;
  for (int i = 0; words.size() < 500; ++i) {
    std::string word;
    for (std::uint64_t left = 1 + random.below(5); left > 0; --left) {
      word += static_cast<char>('a' + random.below(3));
    }
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
    if (i > 100'000) break;
  }
  const CompletionIndex index(vocabulary_of(words));
  for (const char* prefix : {"a", "ab", "cab", "bbbb", "ccccc"}) {
    std::vector<std::int32_t> expected;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i] == prefix)
        expected.insert(expected.begin(), static_cast<std::int32_t>(i));
      else if (words[i].starts_with(prefix))
        expected.push_back(static_cast<std::int32_t>(i));
    }
    EXPECT_EQ(index.complete(prefix, 1000), expected) << prefix;
  }
}

}  // namespace completion_index_test
}  // namespace eigenlex
