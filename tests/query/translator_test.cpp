#include "eigenlex/query/translator.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/csls.hpp"
#include "eigenlex/matrix/unit_rows.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace translator_test {

using testing::numbered_vocabulary;
using testing::random_table;

constexpr std::int32_t kSources = 300;
constexpr std::int32_t kTargets = 5000;  // more than a block of a search
constexpr Eigen::Index kDim = 10;

StoredEmbedding source() {
  return {numbered_vocabulary(kSources), random_table(kSources, kDim, 1)};
}
StoredEmbedding target() {
  return {numbered_vocabulary(kTargets), random_table(kTargets, kDim, 2)};
}

/// CSLS of a word of the source with each of the target, by its definition.
Eigen::VectorXd scores_of(std::int32_t word, const TranslatorOptions& options) {
  const auto rows = [&](Table table) {
    return RowMatrix(options.centre ? centred_unit_rows(std::move(table), options.frequent)
                                    : unit_rows(std::move(table)));
  };
  const RowMatrix sources = rows(random_table(kSources, kDim, 1));
  const RowMatrix targets = rows(random_table(kTargets, kDim, 2));
  const Eigen::MatrixXd products =
      targets.cast<double>() * sources.cast<double>().transpose();  // targets x sources
  const auto mean_of_greatest = [&](Eigen::VectorXd values) {
    std::ranges::sort(values, std::greater<>{});
    return values.head(std::min<Eigen::Index>(values.size(), options.neighbours)).mean();
  };
  Eigen::VectorXd scores(kTargets);
  const Eigen::Index frequent = std::min(kSources, options.frequent);
  const double own =
      mean_of_greatest(products.col(word).head(std::min(kTargets, options.frequent)));
  for (Eigen::Index i = 0; i < kTargets; ++i) {
    scores[i] =
        2 * products(i, word) - mean_of_greatest(products.row(i).head(frequent).transpose()) - own;
  }
  return scores;
}

TEST(Translator, AnswersAreThoseOfTheDefinition) {
  for (const TranslatorOptions& options :
       {TranslatorOptions{},
        TranslatorOptions{.neighbours = 3, .frequent = 100, .centre = false}}) {
    const Translator translator(source(), target(), options);
    const std::vector<std::int32_t> words{0, 17, kSources - 1};
    const auto found = translator.translate_ids(words, 5);
    ASSERT_EQ(found.size(), words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
      const Eigen::VectorXd scores = scores_of(words[i], options);
      Eigen::VectorXd sorted = scores;
      std::ranges::sort(sorted, std::greater<>{});
      ASSERT_EQ(found[i].size(), 5U);
      for (std::size_t k = 0; k < 5; ++k) {
        // Densities are means of products in float.
        EXPECT_NEAR(found[i][k].similarity, sorted[static_cast<Eigen::Index>(k)], 1e-6);
        EXPECT_NEAR(found[i][k].similarity, scores[found[i][k].id], 1e-6);
      }
    }
  }
}

TEST(Translator, AWordAloneIsAnsweredAsAmongOthers) {
  const Translator translator(source(), target());
  std::vector<std::int32_t> words;
  for (std::int32_t id = 0; id < 150; ++id) words.push_back(id);
  const auto all = translator.translate_ids(words, 7);
  for (const std::int32_t id : {0, 63, 64, 149}) {
    EXPECT_EQ(translator.translate_ids(std::vector{id}, 7)[0], all[static_cast<std::size_t>(id)]);
  }
}

TEST(Translator, OnlyTheFirstWordsAreAnswersWhereThatIsWanted) {
  const Translator translator(source(), target(), {.restrict_to = 20});
  const auto found = translator.translate_ids(std::vector<std::int32_t>{5}, 50);
  EXPECT_EQ(found[0].size(), 20U);
  for (const Neighbour& one : found[0]) EXPECT_LT(one.id, 20);
}

TEST(Translator, UnknownWordsAreSaid) {
  const Translator translator(source(), target());
  const auto answers = translator.translate(std::vector<std::string>{"nothing", "W7"}, 3);
  EXPECT_EQ(answers[0].unknown, std::vector<std::string>{"nothing"});
  EXPECT_TRUE(answers[0].neighbours.empty());
  EXPECT_TRUE(answers[1].unknown.empty());  // found as w7
  EXPECT_EQ(answers[1].neighbours.size(), 3U);
}

TEST(Translator, WhatDoesNotFitIsRefused) {
  EXPECT_THROW(Translator(source(), {numbered_vocabulary(3), random_table(3, kDim + 1, 1)}),
               OptionError);
  EXPECT_THROW(Translator(source(), target(), {.neighbours = 0}), OptionError);
  EXPECT_THROW(Translator(source(), target(), {.frequent = 0}), OptionError);
  EXPECT_THROW(Translator(source(), target(), {.restrict_to = -1}), OptionError);
  const Translator translator(source(), target());
  EXPECT_THROW(translator.translate_ids(std::vector<std::int32_t>{kSources}), OptionError);
  EXPECT_THROW(translator.translate_ids(std::vector<std::int32_t>{0}, 0), OptionError);
}

TEST(Translator, AnswersAreTheSameForAnyNumberOfThreads) {
  const auto answers = [](int threads) {
    const ThreadCount count(threads);
    const Translator translator(source(), target());
    return translator.translate_ids(std::vector<std::int32_t>{1, 2, 3, 4, 100}, 9);
  };
  const auto one = answers(1);
  EXPECT_EQ(answers(2), one);
  EXPECT_EQ(answers(3), one);
}

}  // namespace translator_test
}  // namespace eigenlex
