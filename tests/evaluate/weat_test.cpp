#include "eigenlex/evaluate/weat.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace weat_test {

using ::testing::ElementsAre;
using testing::numbered_vocabulary;
using testing::random_table;

constexpr std::int32_t kWords = 60;

UnitTable units() { return UnitTable(random_table(kWords, 6, 3)); }

/// Words w<first> .. w<last - 1>.
std::vector<std::string> words_from(std::int32_t first, std::int32_t last) {
  std::vector<std::string> words;
  for (std::int32_t i = first; i < last; ++i) words.push_back("w" + std::to_string(i));
  return words;
}

WeatWords test_words(std::int32_t x, std::int32_t y) {
  return {.first_target = words_from(0, x),
          .second_target = words_from(x, x + y),
          .first_attribute = words_from(40, 45),
          .second_attribute = words_from(45, 52)};
}

/// s(w) of the targets, X first.
std::vector<double> associations(const WeatWords& words) {
  const UnitTable table = units();
  const Vocabulary vocabulary = numbered_vocabulary(kWords);
  const auto mean = [&](const std::string& word, const std::vector<std::string>& attribute) {
    double sum = 0;
    for (const std::string& other : attribute) {
      sum += table.cosine(*vocabulary.find(word), *vocabulary.find(other));
    }
    return sum / static_cast<double>(attribute.size());
  };
  std::vector<double> values;
  for (const auto& target : {words.first_target, words.second_target}) {
    for (const std::string& word : target) {
      values.push_back(mean(word, words.first_attribute) - mean(word, words.second_attribute));
    }
  }
  return values;
}

/// The share of all subsets of the size of X whose sum is at least that of X.
double brute_force_p(const std::vector<double>& values, int in_first) {
  double observed = 0;
  for (int i = 0; i < in_first; ++i) observed += values[static_cast<std::size_t>(i)];
  int all = 0, as_great = 0;
  for (std::uint32_t set = 0; set < (1U << values.size()); ++set) {
    if (std::popcount(set) != in_first) continue;
    ++all;
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += (set >> i & 1U) != 0 ? values[i] : 0;
    if (sum >= observed - 1e-12) ++as_great;
  }
  return static_cast<double>(as_great) / all;
}

TEST(Weat, EffectSizeAndProbabilityAreThoseOfTheDefinition) {
  for (const auto& [x, y] : {std::pair{5, 5}, std::pair{6, 3}}) {
    const WeatWords words = test_words(x, y);
    const WeatScore score = weat(units(), numbered_vocabulary(kWords), words);
    const std::vector<double> values = associations(words);
    double first = 0, all = 0, squares = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      all += values[i];
      if (i < static_cast<std::size_t>(x)) first += values[i];
    }
    for (const double value : values) squares += std::pow(value - all / (x + y), 2);
    ASSERT_TRUE(score.effect_size);
    EXPECT_NEAR(*score.effect_size,
                (first / x - (all - first) / y) / std::sqrt(squares / (x + y - 1)), 1e-12);
    EXPECT_TRUE(score.exact);
    EXPECT_EQ(score.partitions, x == 5 ? 252 : 84);
    EXPECT_DOUBLE_EQ(*score.p_value, brute_force_p(values, x));
  }
}

TEST(Weat, ADrawnProbabilityIsNearTheExactOne) {
  const WeatWords words = test_words(8, 8);
  const Vocabulary vocabulary = numbered_vocabulary(kWords);
  const WeatScore exact = weat(units(), vocabulary, words);
  const WeatScore drawn = weat(units(), vocabulary, words, {.exact_up_to = 100, .samples = 20'000});
  EXPECT_FALSE(drawn.exact);
  EXPECT_EQ(drawn.partitions, 20'001);
  EXPECT_EQ(*drawn.effect_size, *exact.effect_size);
  // Four standard deviations of a share of 20,000.
  EXPECT_NEAR(*drawn.p_value, *exact.p_value, 4 * std::sqrt(0.25 / 20'000));
}

TEST(Weat, ExchangedTargetsTurnTheEffect) {
  WeatWords words = test_words(6, 6);
  const Vocabulary vocabulary = numbered_vocabulary(kWords);
  const WeatScore score = weat(units(), vocabulary, words);
  std::swap(words.first_target, words.second_target);
  const WeatScore turned = weat(units(), vocabulary, words);
  EXPECT_NEAR(*turned.effect_size, -*score.effect_size, 1e-12);
}

TEST(Weat, MissingWordsAreSaidAndDoNotCount) {
  WeatWords words = test_words(4, 4);
  const Vocabulary vocabulary = numbered_vocabulary(kWords);
  const WeatScore without = weat(units(), vocabulary, words);
  words.first_target.insert(words.first_target.begin(), "nowhere");
  words.first_target.push_back("w0");
  const WeatScore with = weat(units(), vocabulary, words);
  EXPECT_THAT(with.first_target.missing, ElementsAre("nowhere"));
  EXPECT_EQ(with.first_target.used, without.first_target.used);
  EXPECT_EQ(*with.effect_size, *without.effect_size);
  EXPECT_EQ(*with.p_value, *without.p_value);
}

TEST(Weat, WithoutKnownWordsThereIsNothing) {
  WeatWords words = test_words(4, 4);
  words.second_attribute = {"nowhere"};
  const WeatScore score = weat(units(), numbered_vocabulary(kWords), words);
  EXPECT_FALSE(score.effect_size);
  EXPECT_FALSE(score.p_value);
  EXPECT_TRUE(to_json(score).at("p_value").is_null());
}

TEST(Weat, OptionsOutOfRangeAreRefused) {
  const WeatWords words = test_words(4, 4);
  const Vocabulary vocabulary = numbered_vocabulary(kWords);
  EXPECT_THROW(weat(units(), vocabulary, words, {.exact_up_to = 0}), OptionError);
  EXPECT_THROW(weat(units(), vocabulary, words, {.samples = 0}), OptionError);
}

TEST(Weat, IsTheSameForAnyNumberOfThreads) {
  const auto p_value = [](int threads) {
    const ThreadCount count(threads);
    return *weat(units(), numbered_vocabulary(kWords), test_words(10, 10),
                 {.exact_up_to = 1, .samples = 3000})
                .p_value;
  };
  const double one = p_value(1);
  EXPECT_EQ(p_value(2), one);
  EXPECT_EQ(p_value(3), one);
}

}  // namespace weat_test
}  // namespace eigenlex
