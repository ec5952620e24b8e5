#include "eigenlex/classify/linear_classifier.hpp"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/classify/classification_score.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/dense_algebra.hpp"
#include "support/planted_texts.hpp"

namespace eigenlex {
namespace linear_classifier_test {

using testing::planted_embedding;
using testing::planted_texts;

constexpr ClassifierOptions kLinearOptions{.network = Network::kLinear,
                                           .mode = EmbeddingMode::kFrozen};

TEST(LinearClassifier, FindsThePlantedWords) {
  const Embedding embedding = planted_embedding(3, 16, 5);
  const Classifier classifier =
      train_linear_classifier(planted_texts(300, 3, 1), &embedding, {}, kLinearOptions);
  const LabelledTexts test = planted_texts(300, 3, 2);
  const RowMatrix probabilities = predict_linear(classifier, test.texts);
  EXPECT_GT(score_classification(test.labels, probabilities).accuracy, 0.85);
  EXPECT_LT((probabilities.rowwise().sum().array() - 1).abs().maxCoeff(), 1e-5f);
}

TEST(LinearClassifier, IsTheSameForAnyNumberOfThreads) {
  const Embedding embedding = planted_embedding(3, 16, 5);
  const LabelledTexts texts = planted_texts(1200, 3, 1);
  const ThreadCount one(1);
  const Classifier expected = train_linear_classifier(texts, &embedding, {}, kLinearOptions);
  for (const int threads : {2, 3}) {
    const ThreadCount several(threads);
    const Classifier classifier = train_linear_classifier(texts, &embedding, {}, kLinearOptions);
    for (const auto& [name, array] : expected.weights) {
      EXPECT_EQ(classifier.weights.at(name).values, array.values) << name;
    }
  }
}

TEST(LinearClassifier, DoesNotDependOnTheSizeOfTheVectors) {
  const LabelledTexts texts = planted_texts(200, 3, 1);
  const LabelledTexts test = planted_texts(60, 3, 2);
  const auto predict = [&](float scale) {
    Embedding embedding = planted_embedding(3, 16, 5);
    embedding.table *= scale;
    return predict_linear(train_linear_classifier(texts, &embedding, {}, kLinearOptions),
                          test.texts);
  };
  const RowMatrix expected = predict(1);
  EXPECT_EQ(predict(std::ldexp(1.0f, 100)), expected);
  EXPECT_EQ(predict(std::ldexp(1.0f, -100)), expected);
  // Rounding of the vectors to float.
  for (const float scale : {1e-30f, 1e30f}) {
    EXPECT_LT((predict(scale) - expected).cwiseAbs().maxCoeff(), 1e-4f) << scale;
  }
}

TEST(LinearClassifier, DoesNotDependOnTheBasisOfTheTable) {
  const LabelledTexts texts = planted_texts(200, 3, 1);
  const Embedding embedding = planted_embedding(3, 16, 5);
  // Dimensions of very different spread, as an SVD has them, and the same turned.
  Embedding uneven = embedding;
  for (Eigen::Index j = 0; j < 16; ++j)
    uneven.table.col(j) *= std::pow(0.7f, static_cast<float>(j));
  Embedding turned = uneven;
  const Table random = planted_embedding(3, 16, 9).table.topRows(16);
  turned.table *= testing::orthonormalized(random.cast<double>()).cast<float>();
  const auto predicted = [&](const Embedding& vectors) {
    return predict_linear(train_linear_classifier(texts, &vectors, {}, kLinearOptions),
                          texts.texts);
  };
  EXPECT_LT((predicted(uneven) - predicted(turned)).cwiseAbs().maxCoeff(), 1e-3f);
}

TEST(LinearClassifier, ArraysThatDoNotFitAreFormatErrors) {
  const Embedding embedding = planted_embedding(2, 4, 5);
  const LabelledTexts texts = planted_texts(30, 2, 1);
  const Classifier classifier = train_linear_classifier(texts, &embedding, {}, kLinearOptions);
  for (const auto& [name, array] : classifier.weights) {
    Classifier broken = classifier;
    broken.weights.erase(name);
    EXPECT_THROW(predict_linear(broken, texts.texts), FormatError) << name;
    broken = classifier;
    broken.weights.at(name).shape = {1, 1, 1};
    EXPECT_THROW(predict_linear(broken, texts.texts), FormatError) << name;
  }
}

TEST(LinearClassifier, ProbabilitiesAreFiniteForTheGreatestWeights) {
  constexpr float kGreatest = std::numeric_limits<float>::max();
  Classifier classifier;
  classifier.class_names = {"no", "yes"};
  classifier.vocabulary = Vocabulary({"x", "y"}, {2, 1});
  // Sums over a text, products and differences of scores all leave the range of float.
  classifier.weights["embedding"] = {{4, 2},
                                     {0, 0, 0, 0, kGreatest, kGreatest, -kGreatest, kGreatest}};
  classifier.weights["output_weight"] = {{2, 2}, {kGreatest, kGreatest, -kGreatest, -kGreatest}};
  classifier.weights["output_bias"] = {{2}, {kGreatest, -kGreatest}};
  const TokenizedTexts texts{{"x", "y"}, {0, 0, 0, 1, 1}, {0, 3, 5}};
  RowMatrix expected(2, 2);
  expected << 1, 0, 1, 0;
  EXPECT_EQ(predict_linear(classifier, texts), expected);
}

TEST(LinearClassifier, PredictionCountsTexts) {
  const Embedding embedding = planted_embedding(3, 16, 5);
  const LabelledTexts texts = planted_texts(300, 3, 1);
  const Classifier classifier = train_linear_classifier(texts, &embedding, {}, kLinearOptions);
  std::int64_t last = 0, of = 0;
  predict_linear(classifier, texts.texts, [&](std::int64_t done, std::int64_t total) {
    EXPECT_GT(done, last);
    last = done;
    of = total;
  });
  EXPECT_EQ(last, 300);
  EXPECT_EQ(of, 300);
}

TEST(LinearClassifier, TrainingCountsTheStepsOfTheFit) {
  const Embedding embedding = planted_embedding(3, 16, 5);
  std::int64_t last = 0;
  const Classifier classifier =
      train_linear_classifier(planted_texts(300, 3, 1), &embedding, {}, kLinearOptions,
                              [&](std::int64_t done, std::int64_t total) {
                                EXPECT_GE(done, last);
                                EXPECT_EQ(total, 0);
                                last = done;
                              });
  EXPECT_EQ(last, classifier.description["training"]["iterations"]);
  EXPECT_GT(last, 1);
}

TEST(LinearClassifier, TrainingAndPredictionCanBeStopped) {
  const Embedding embedding = planted_embedding(3, 16, 5);
  const LabelledTexts texts = planted_texts(300, 3, 1);
  const Classifier classifier = train_linear_classifier(texts, &embedding, {}, kLinearOptions);
  const auto stop = [](std::int64_t, std::int64_t) { throw Interrupted(); };
  EXPECT_THROW(train_linear_classifier(texts, &embedding, {}, kLinearOptions, stop), Interrupted);
  EXPECT_THROW(predict_linear(classifier, texts.texts, stop), Interrupted);
}

TEST(MeanVectors, LeaveUnknownWordsOut) {
  RowMatrix table(4, 2);
  table << 9, 9, 7, 7, 1, 2, 3, 6;
  const RowMatrix means = mean_vectors({{2, 3, kUnknownId, kUnknownId}, {0, 3, 4, 4}}, table);
  RowMatrix expected(3, 2);
  expected << 2, 4, 0, 0, 0, 0;
  EXPECT_EQ(means, expected);
}

}  // namespace linear_classifier_test
}  // namespace eigenlex
