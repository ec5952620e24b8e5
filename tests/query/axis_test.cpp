#include "eigenlex/query/axis.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace axis_test {

using testing::random_table;

/// Six words in a plane and a word without direction; of length 2, as lengths do not matter.
Searcher searcher() {
  Table table(7, 2);
  table << 1, 0, -1, 0, 0, 1, 0.8f, 0.6f, -0.6f, 0.8f, 0.6f, -0.8f, 0, 0;
  return Searcher(Embedding{
      Vocabulary({"good", "bad", "table", "kind", "cruel", "fine", "nil"}, {7, 6, 5, 4, 3, 2, 1}),
      Table(2 * table)});
}

TEST(Axis, PositionsAreCosinesWithTheDifferenceOfTheEnds) {
  const Searcher words = searcher();
  const SemanticAxis axis = semantic_axis(words, std::vector<AxisEnds>{{"bad", "good"}});
  const auto found =
      project(words, axis, std::vector<std::string>{"Good", "table", "cruel", "nil", "?"});
  ASSERT_EQ(found.size(), 5U);
  EXPECT_NEAR(found[0].position, 1, 1e-6);
  EXPECT_NEAR(found[1].position, 0, 1e-6);
  EXPECT_NEAR(found[2].position, -0.6, 1e-6);
  EXPECT_EQ(found[3].position, 0);
  EXPECT_TRUE(found[3].known);
  EXPECT_FALSE(found[4].known);
}

TEST(Axis, OfSeveralPairsIsTheMeanOfTheirDifferences) {
  const Searcher words = searcher();
  const SemanticAxis axis =
      semantic_axis(words, std::vector<AxisEnds>{{"bad", "good"}, {"cruel", "kind"}});
  const Eigen::RowVectorXf expected = Eigen::RowVector2f(2 + 1.4f, -0.2f).normalized();
  EXPECT_LT((axis.direction - expected).norm(), 1e-6);
}

TEST(Axis, ExtremesLeaveOutTheEndsThemselves) {
  const Searcher words = searcher();
  const SemanticAxis axis = semantic_axis(words, std::vector<AxisEnds>{{"bad", "good"}});
  const AxisExtremes found = axis_extremes(words, axis, {.count = 2});
  ASSERT_EQ(found.first.size(), 2U);
  ASSERT_EQ(found.second.size(), 2U);
  EXPECT_EQ(words.vocabulary().word(found.first[0].id), "cruel");
  EXPECT_NEAR(found.first[0].similarity, -0.6, 1e-6);
  EXPECT_EQ(words.vocabulary().word(found.second[0].id), "kind");
  EXPECT_EQ(words.vocabulary().word(found.second[1].id), "fine");
  EXPECT_NEAR(found.second[1].similarity, 0.6, 1e-6);
}

TEST(Axis, WhatMakesNoAxisIsRefused) {
  const Searcher words = searcher();
  EXPECT_THROW(semantic_axis(words, {}), OptionError);
  EXPECT_THROW(semantic_axis(words, std::vector<AxisEnds>{{"bad", "nowhere"}}), OptionError);
}

}  // namespace axis_test
}  // namespace eigenlex
