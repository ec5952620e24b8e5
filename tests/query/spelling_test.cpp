#include "eigenlex/query/spelling.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace spelling_test {

using Words = std::vector<std::string>;

constexpr std::int32_t kNoLimit = 1000;

std::int32_t distance(std::u32string_view a, std::u32string_view b, std::int32_t limit = kNoLimit) {
  return SpellingDistance(std::u32string(a))(b, limit);
}

Vocabulary counted_by_order(Words words) {
  std::vector<std::int64_t> counts;
  for (std::size_t i = words.size(); i > 0; --i) counts.push_back(static_cast<std::int64_t>(i));
  return {std::move(words), std::move(counts)};
}

/// The recurrence with the whole matrix.
std::int32_t full_matrix_distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::vector<std::int32_t>> d(a.size() + 1, std::vector<std::int32_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<std::int32_t>(i + j);
        continue;
      }
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

std::u32string random_word(Random& random) {
  std::u32string word(random.below(8), U' ');
  for (char32_t& letter : word) letter = static_cast<char32_t>(U'a' + random.below(3));
  return word;
}

TEST(SpellingDistance, CountsInsertionsDeletionsSubstitutionsAndSwaps) {
  EXPECT_EQ(distance(U"colour", U"colour"), 0);
  EXPECT_EQ(distance(U"colour", U"color"), 1);
  EXPECT_EQ(distance(U"color", U"colour"), 1);
  EXPECT_EQ(distance(U"colour", U"colouw"), 1);
  EXPECT_EQ(distance(U"colour", U"oclour"), 1);
  EXPECT_EQ(distance(U"ca", U"abc"), 3);  // 2 if a swapped pair could be edited again
  EXPECT_EQ(distance(U"", U"abc"), 3);
  EXPECT_EQ(distance(U"abc", U""), 3);
  EXPECT_EQ(distance(U"", U""), 0);
}

TEST(SpellingDistance, IsThatOfTheFullMatrixUpToTheLimit) {
  Random random(1);
  for (int trial = 0; trial < 3000; ++trial) {
    const std::u32string a = random_word(random);
    const std::u32string b = random_word(random);
    const std::int32_t expected = full_matrix_distance(a, b);
    SpellingDistance distance_to(a);
    for (const std::int32_t limit : {0, 1, 2, 3, 9}) {
      EXPECT_EQ(distance_to(b, limit), std::min(expected, limit + 1));
    }
  }
}

TEST(FoldedCodePoints, IgnoreCaseInEveryScript) {
  EXPECT_EQ(folded_code_points("PaRis"), U"paris");
  EXPECT_EQ(folded_code_points("ÉCOLE"), U"école");
  EXPECT_EQ(folded_code_points("МОСКВА"), U"москва");
  EXPECT_EQ(folded_code_points("東京"), U"東京");
  EXPECT_EQ(folded_code_points(""), U"");
}

TEST(FoldedCodePoints, KeepBytesThatAreNotUtf8Apart) {
  EXPECT_EQ(folded_code_points("a\xff"), folded_code_points("A\xff"));
  EXPECT_NE(folded_code_points("a\xff"), folded_code_points("a\xfe"));
  EXPECT_EQ(folded_code_points(std::string_view("a\0b", 3)).size(), 3U);
}

TEST(CloseSpellings, ComeByDistanceThenCountThenBytes) {
  const Vocabulary vocabulary({"colors", "cooler", "colours", "color", "dolour", "unrelated"},
                              {90, 80, 7, 5, 5, 99});
  EXPECT_EQ(close_spellings(vocabulary, "colour", 10),
            (Words{"colours", "color", "dolour", "colors", "cooler"}));
  EXPECT_EQ(close_spellings(vocabulary, "colour", 2), (Words{"colours", "color"}));
  EXPECT_TRUE(close_spellings(vocabulary, "colour", 0).empty());
}

TEST(CloseSpellings, StartWithTheWordInAnotherCase) {
  const Vocabulary vocabulary = counted_by_order({"parish", "pari", "paris", "PARIS"});
  EXPECT_EQ(close_spellings(vocabulary, "Paris", 3), (Words{"paris", "PARIS", "parish"}));
}

TEST(CloseSpellings, LeaveTheWordItselfOut) {
  EXPECT_EQ(close_spellings(counted_by_order({"cat", "cats"}), "cat", 5), Words{"cats"});
}

TEST(CloseSpellings, CountCodePointsNotBytes) {
  const Vocabulary vocabulary = counted_by_order({"москвы", "東京都"});
  EXPECT_EQ(close_spellings(vocabulary, "Москва", 5), Words{"москвы"});
  EXPECT_EQ(close_spellings(vocabulary, "東京", 5), Words{"東京都"});
}

TEST(CloseSpellings, AreNoneForAWordUnlikeAllOthers) {
  EXPECT_TRUE(close_spellings(counted_by_order({"one", "two"}), "xyzzyq", 5).empty());
  EXPECT_TRUE(close_spellings(Vocabulary(), "word", 5).empty());
  EXPECT_TRUE(close_spellings(counted_by_order({"word"}), std::string(100000, 'x'), 5).empty());
}

// 30,000 words of three letters are several blocks, with many equal distances and counts.
TEST(CloseSpellings, DoNotDependOnTheNumberOfThreads) {
  Words words;
  for (char a = 'a'; a < 'a' + 26; ++a) {
    for (char b = 'a'; b < 'a' + 26; ++b) {
      for (char c = 'A'; c < 'A' + 45; ++c) words.push_back({a, b, c});
    }
  }
  const Vocabulary vocabulary(words, std::vector<std::int64_t>(words.size(), 1));
  const ThreadCount one(1);
  const Words expected = close_spellings(vocabulary, "qqq", 40);
  EXPECT_EQ(expected.size(), 40U);
  EXPECT_EQ(expected.front(), "qqQ");
  for (const int threads : {2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(close_spellings(vocabulary, "qqq", 40), expected);
  }
}

TEST(UnknownWordMessage, NamesTheWordAndItsCloseSpellings) {
  const Vocabulary vocabulary = counted_by_order({"color", "colours", "tree"});
  EXPECT_EQ(unknown_word_message(vocabulary, "colour"),
            "\"colour\" is not in the vocabulary; close: color, colours");
  EXPECT_EQ(unknown_word_message(vocabulary, "xyzzyq"), "\"xyzzyq\" is not in the vocabulary");
}

}  // namespace spelling_test
}  // namespace eigenlex
