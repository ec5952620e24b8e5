#include "eigenlex/learn/shift.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/learn/train.hpp"

#include "learn/resampled_corpus.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace shift_test {

using internal::document_weight;
using internal::resampled_corpus;
using testing::TempDir;

constexpr std::size_t kClasses = 8;
constexpr std::size_t kWordsOfClass = 20;
constexpr std::size_t kMoved = 3;

/// Words of eight classes, a document of eight words, most of one; in a text of the later period
/// the first words of class 0 are used as those of class 1, and the other way round.
std::string text_of(std::uint64_t seed, bool is_later, std::size_t documents = 3000) {
  std::string text;
  Random random(seed);
  for (std::size_t i = 0; i < documents; ++i) {
    const std::size_t topic = i % kClasses;
    std::vector<std::string> words;
    for (int k = 0; k < 8; ++k) {
      const std::size_t word = random.below(kWordsOfClass);
      const std::size_t used = random.uniform() < 0.4 ? random.below(kClasses) : topic;
      const std::size_t named = is_later && used < 2 && word < kMoved ? 1 - used : used;
      words.push_back(fmt::format("c{}w{}", named, word));
    }
    text += fmt::format("{}\n", fmt::join(words, " "));
  }
  return text;
}

std::set<std::string> moved_words() {
  std::set<std::string> words;
  for (std::size_t word = 0; word < kMoved; ++word) {
    words.insert(fmt::format("c0w{}", word));
    words.insert(fmt::format("c1w{}", word));
  }
  return words;
}

Recipe quick() {
  Recipe recipe;
  // Its lines look as if they were broken at a column.
  recipe.count.source.document = DocumentKind::kLine;
  recipe.factor.method = Method::kSvd;
  recipe.factor.svd.rank = 8;
  recipe.factor.ppmi.subsample = 0;
  return recipe;
}

constexpr ShiftOptions kQuick{.resamples = 4, .neighbours = 10};

class Shift : public ::testing::Test {
 protected:
  PeriodTexts period(const std::string& name, const std::string& text) {
    return {name, {folder_.write(name, text).string()}};
  }
  ShiftReport changed(const ShiftOptions& options = kQuick, int threads = 1) {
    return shift({period("old", text_of(1, false)), period("new", text_of(2, true))}, quick(),
                 options, {.threads = threads});
  }

  TempDir folder_;
};

TEST_F(Shift, WordsThatChangedComeFirstAndAreReported) {
  const ShiftReport report = changed();
  ASSERT_EQ(report.words.size(), kClasses * kWordsOfClass);
  std::set<std::string> first;
  for (std::size_t i = 0; i < 2 * kMoved; ++i) {
    const WordShift& word = report.words[i];
    first.insert(word.word);
    EXPECT_TRUE(word.is_reported) << word.word;
    ASSERT_EQ(word.periods.size(), 2U);
    const WordInPeriod& last = word.periods[1];
    ASSERT_TRUE(last.interval);
    EXPECT_LE(last.interval->low, last.cosine);
    EXPECT_GE(last.interval->high, last.cosine);
    EXPECT_LT(last.overlap, 0.5);
    // The company that it keeps: of its own class before, of the other one after.
    const char other = word.word[1] == '0' ? '1' : '0';
    EXPECT_EQ(last.neighbours.front()[1], other) << word.word << " " << last.neighbours.front();
  }
  EXPECT_EQ(first, moved_words());
}

TEST_F(Shift, BetweenTextsOfOneKindLittleIsReported) {
  const ShiftReport report =
      shift({period("a", text_of(3, false)), period("b", text_of(4, false))}, quick(), kQuick);
  EXPECT_LE(report.reported, std::ssize(report.words) / 20);
}

TEST_F(Shift, SeveralPeriodsAreFollowed) {
  const ShiftReport report = shift({period("a", text_of(1, false)), period("b", text_of(5, false)),
                                    period("c", text_of(2, true))},
                                   quick(), kQuick);
  EXPECT_EQ(report.periods, (std::vector<std::string>{"a", "b", "c"}));
  const WordShift& word = report.words.front();
  ASSERT_EQ(word.periods.size(), 3U);
  EXPECT_EQ(word.periods[0].cosine, 1);
  EXPECT_GT(word.periods[1].cosine, 0.9);
  EXPECT_LT(word.periods[2].cosine, 0.7);
}

TEST_F(Shift, OfModelsThereAreNoIntervals) {
  const auto vectors = [&](const PeriodTexts& texts) {
    return PeriodVectors{texts.name, train(texts.corpus, quick()).words};
  };
  const ShiftReport report =
      shift({vectors(period("old", text_of(1, false))), vectors(period("new", text_of(2, true)))},
            kQuick);
  EXPECT_EQ(report.options.resamples, 0);
  std::set<std::string> first;
  for (std::size_t i = 0; i < 2 * kMoved; ++i) {
    first.insert(report.words[i].word);
    EXPECT_FALSE(report.words[i].periods[1].interval);
  }
  EXPECT_EQ(first, moved_words());
}

TEST_F(Shift, RareWordsAreLeftOut) {
  const std::string rare = "seldom seldom c0w1 c0w2\n";
  const ShiftReport report = shift(
      {period("a", text_of(1, false) + rare), period("b", text_of(2, false) + rare)},
      [] {
        Recipe recipe = quick();
        recipe.count.vocabulary.min_count = 1;
        return recipe;
      }(),
      kQuick);
  EXPECT_EQ(report.words.size(), kClasses * kWordsOfClass);
}

TEST_F(Shift, FewDocumentsAreNotResampled) {
  Recipe recipe = quick();
  recipe.count.source.document = DocumentKind::kFile;
  const PeriodTexts one = period("a", text_of(1, false));
  EXPECT_THROW(shift({one, one}, recipe, kQuick), OptionError);
  EXPECT_EQ(shift({one, one}, recipe, {.resamples = 0}).reported, 0);
}

TEST_F(Shift, WhatIsOutOfRangeIsRefused) {
  const PeriodTexts one = period("a", text_of(1, false, 200));
  EXPECT_THROW(shift(std::vector{one}, quick(), kQuick), OptionError);
  EXPECT_THROW(shift({one, one}, quick(), {.least_count = 100'000}), OptionError);
  EXPECT_THROW(shift({one, one}, quick(), {.resamples = 1}), OptionError);
  EXPECT_THROW(shift({one, one}, quick(), {.false_discovery = 1}), OptionError);
  EXPECT_THROW(shift({one, one}, quick(), {.neighbours = 0}), OptionError);
  EXPECT_THROW(shift({one, one}, quick(), {.matched = 2}), OptionError);
  EXPECT_THROW(shift({one, one}, quick(), {.least_count = 0}), OptionError);
}

TEST_F(Shift, IsTheSameForAnyNumberOfThreads) {
  const std::string one = to_json(changed(kQuick, 1)).dump();
  EXPECT_EQ(to_json(changed(kQuick, 2)).dump(), one);
  EXPECT_EQ(to_json(changed(kQuick, 3)).dump(), one);
}

// Mean and variance of Poisson's distribution are 1: four standard errors of each.
TEST(ResampledCorpus, WeightsAreOfPoissonsDistribution) {
  constexpr int kDocuments = 20'000;
  double sum = 0, squares = 0;
  int none = 0;
  for (int i = 0; i < kDocuments; ++i) {
    const int weight = document_weight(1, 7, i);
    sum += weight;
    squares += (weight - 1) * (weight - 1);
    none += weight == 0 ? 1 : 0;
  }
  EXPECT_NEAR(sum / kDocuments, 1, 4 / std::sqrt(kDocuments));
  EXPECT_NEAR(squares / kDocuments, 1, 4 * std::sqrt(3.0 / kDocuments));
  EXPECT_NEAR(double{1} * none / kDocuments, std::exp(-1), 4 * 0.5 / std::sqrt(kDocuments));
}

TEST(ResampledCorpus, HasEachDocumentAsOftenAsItsWeightSays) {
  Corpus corpus;
  corpus.vocabulary = Vocabulary({"a", "b", "c"}, {40, 40, 1});
  for (int i = 0; i < 40; ++i) {
    for (const std::int32_t token : {i % 2, 1, Corpus::kDocumentEnd}) {
      corpus.tokens.push_back(token);
    }
    ++corpus.documents;
  }
  const Corpus resampled = resampled_corpus(corpus, 3, 2);
  std::vector<std::int32_t> expected;
  std::int64_t documents = 0;
  for (int i = 0; i < 40; ++i) {
    for (int k = 0; k < document_weight(3, 2, i); ++k, ++documents) {
      expected.insert(expected.end(), {i % 2, 1, Corpus::kDocumentEnd});
    }
  }
  EXPECT_EQ(resampled.tokens, expected);
  EXPECT_EQ(resampled.documents, documents);
  EXPECT_NE(documents, 0);
  EXPECT_EQ(resampled.vocabulary.count(0), std::ranges::count(expected, 0));
  EXPECT_EQ(resampled.vocabulary.count(1), std::ranges::count(expected, 1));
  EXPECT_EQ(resampled.vocabulary.count(2), 0);
  EXPECT_EQ(resampled_corpus(corpus, 3, 2).tokens, expected);
  EXPECT_NE(resampled_corpus(corpus, 3, 1).tokens, expected);
}

}  // namespace shift_test
}  // namespace eigenlex
