#include "eigenlex/classify/classification_score.hpp"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/random.hpp"

namespace eigenlex {
namespace classification_score_test {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

RowMatrix one_hot(const std::vector<int>& classes, int columns) {
  RowMatrix result = RowMatrix::Zero(std::ssize(classes), columns);
  for (std::size_t i = 0; i < classes.size(); ++i) {
    result(static_cast<Eigen::Index>(i), classes[i]) = 1;
  }
  return result;
}

TEST(ClassificationScore, AgreesWithCountsByHand) {
  const std::vector<std::int32_t> labels{0, 0, 0, 1, 1, 2};
  const ClassificationScore score = score_classification(labels, one_hot({0, 0, 1, 1, 0, 2}, 3));
  EXPECT_EQ(score.examples, 6);
  EXPECT_DOUBLE_EQ(score.accuracy, 4.0 / 6);
  EXPECT_THAT(score.confusion,
              ElementsAre(ElementsAre(2, 1, 0), ElementsAre(1, 1, 0), ElementsAre(0, 0, 1)));
  EXPECT_DOUBLE_EQ(score.classes[0].precision, 2.0 / 3);
  EXPECT_DOUBLE_EQ(score.classes[0].recall, 2.0 / 3);
  EXPECT_DOUBLE_EQ(score.classes[1].f1, 0.5);
  EXPECT_DOUBLE_EQ(score.macro_f1, (2.0 / 3 + 0.5 + 1) / 3);
}

TEST(ClassificationScore, IsAnObjectWithTheNamesOfTheClasses) {
  const std::vector<std::int32_t> labels{0, 0, 1};
  const ClassificationScore score = score_classification(labels, one_hot({0, 1, 1}, 2));
  const std::vector<std::string> names{"ham", "spam"};
  const nlohmann::ordered_json object = to_json(score, names);
  EXPECT_EQ(object.at("examples"), 3);
  EXPECT_EQ(object.at("accuracy"), score.accuracy);
  EXPECT_EQ(object.at("auc"), *score.auc);
  EXPECT_EQ(object.at("classes").at(1).at("class"), "spam");
  EXPECT_EQ(object.at("classes").at(0).at("recall"), 0.5);
  EXPECT_EQ(object.at("confusion").at(0).at(1), 1);
  const std::vector<std::int32_t> alike{1};
  EXPECT_TRUE(to_json(score_classification(alike, one_hot({1}, 2)), names).at("auc").is_null());
}

TEST(ClassificationScore, PerfectPredictionsScoreOne) {
  const std::vector<std::int32_t> labels{1, 0, 1, 1};
  const ClassificationScore score = score_classification(labels, one_hot({1, 0, 1, 1}, 2));
  EXPECT_EQ(score.accuracy, 1);
  EXPECT_EQ(score.macro_f1, 1);
  EXPECT_EQ(score.auc, 1);
  EXPECT_EQ(score.log_loss, 0);
}

TEST(ClassificationScore, ClassesThatDoNotOccurDoNotCount) {
  const std::vector<std::int32_t> labels{0, 1};
  EXPECT_EQ(score_classification(labels, one_hot({0, 1}, 5)).macro_f1, 1);
}

TEST(ClassificationScore, LogLossOfHalvesIsLogTwo) {
  const std::vector<std::int32_t> labels{0, 1};
  const RowMatrix halves = RowMatrix::Constant(2, 2, 0.5f);
  EXPECT_DOUBLE_EQ(score_classification(labels, halves).log_loss, std::log(2.0));
  EXPECT_EQ(score_classification(labels, halves).auc, 0.5);
}

TEST(ClassificationScore, MisfitsAreOptionErrors) {
  const std::vector<std::int32_t> labels{0, 2};
  EXPECT_THROW(score_classification(labels, one_hot({0, 1}, 2)), OptionError);
  EXPECT_THROW(score_classification(labels, one_hot({0, 1, 1}, 3)), OptionError);
  EXPECT_THROW(score_classification({}, RowMatrix(0, 2)), OptionError);
}

TEST(AreaUnderRoc, IsTheShareOfPairsInOrder) {
  Random random(4);
  std::vector<bool> positive;
  std::vector<float> scores;
  for (int i = 0; i < 200; ++i) {
    positive.push_back(random.below(3) == 0);
    scores.push_back(static_cast<float>(random.below(20)));  // with many ties
  }
  double right = 0, pairs = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (!positive[i] || positive[j]) continue;
      pairs += 1;
      right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
    }
  }
  EXPECT_DOUBLE_EQ(area_under_roc(positive, scores).value(), right / pairs);
}

TEST(AreaUnderRoc, NeedsBothKinds) {
  const std::vector<float> scores{1, 2};
  EXPECT_FALSE(area_under_roc({true, true}, scores));
  EXPECT_FALSE(area_under_roc({false, false}, scores));
}

TEST(AreaUnderRoc, ScoresThatAreNotFiniteAreOptionErrors) {
  for (const float wrong :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
        -std::numeric_limits<float>::infinity()}) {
    const std::vector<float> scores{1, wrong, 2};
    EXPECT_THAT(
        [&] {
          area_under_roc({true, false, true}, scores);
        },
        ThrowsMessage<OptionError>(AllOf(HasSubstr("example 2"), HasSubstr("finite"))));
  }
}

TEST(ClassificationScore, ProbabilitiesThatAreNotFiniteAreOptionErrors) {
  const std::vector<std::int32_t> labels{0, 1};
  RowMatrix probabilities = one_hot({0, 1}, 2);
  probabilities(1, 0) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT([&] { score_classification(labels, probabilities); },
              ThrowsMessage<OptionError>(AllOf(HasSubstr("example 2"), HasSubstr("train it"))));
  EXPECT_THROW(most_probable(probabilities), OptionError);
}

}  // namespace classification_score_test
}  // namespace eigenlex
