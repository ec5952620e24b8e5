#include "eigenlex/text/order_by_count.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace order_by_count_test {

using ::testing::ElementsAre;

TEST(OrderByCount, FrequentWordsComeFirstAndAbsentOnesAreDropped) {
  const OrderedVocabulary ordered = order_by_count({"rare", "absent", "often"}, {1, 0, 7});
  EXPECT_THAT(ordered.vocabulary.words(), ElementsAre("often", "rare"));
  EXPECT_THAT(ordered.vocabulary.counts(), ElementsAre(7, 1));
  EXPECT_THAT(ordered.new_ids, ElementsAre(1, OrderedVocabulary::kDropped, 0));
}

TEST(OrderByCount, TiesAreInTheOrderOfTheirBytes) {
  Random random(1);
  std::vector<std::string> words;
  for (int i = 0; i < 2000; ++i) {
    // Common beginnings, bytes of 128 and more, NULs, prefixes of other words.
    std::string word = random.below(2) == 0 ? "" : "beginning";
    for (std::uint64_t j = random.below(4); j-- > 0;) word += "\0aZ\xff"[random.below(4)];
    if (!word.empty()) words.push_back(word);
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  const std::vector<std::string_view> reversed(words.rbegin(), words.rend());
  const std::vector<std::int64_t> counts(words.size(), 3);
  EXPECT_EQ(order_by_count(reversed, counts).vocabulary.words(), words);
}

TEST(OrderByCount, RefusesCountsThatAreNoneOfTheWords) {
  EXPECT_THROW(order_by_count({"a", "b"}, {1}), OptionError);
  EXPECT_THROW(order_by_count({"a"}, {1, 2}), OptionError);
  EXPECT_THROW(order_by_count({"a", "a"}, {1, 2}), OptionError);
  EXPECT_THROW(order_by_count({"a"}, {-1}), OptionError);
}

TEST(Renumber, MapsEveryTokenAndLeavesDocumentEnds) {
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    std::vector<std::int32_t> tokens;
    std::vector<std::int32_t> expected;
    for (std::int32_t i = 0; i < 1000000; ++i) {
      tokens.push_back(i % 4 - 1);
      expected.push_back(i % 4 == 0 ? -1 : 10 * (i % 4 - 1));
    }
    renumber(tokens, {0, 10, 20});
    EXPECT_EQ(tokens, expected);
  }
}

}  // namespace order_by_count_test
}  // namespace eigenlex
