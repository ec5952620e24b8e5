#include "eigenlex/neural/network_training.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/classify/classification_score.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/planted_texts.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace network_training_test {

using ::testing::HasSubstr;
using testing::planted_embedding;
using testing::planted_texts;
using ::testing::ThrowsMessage;

constexpr int kClasses = 3;

ClassifierOptions small(Network network, EmbeddingMode mode) {
  return {.network = network,
          .mode = mode,
          .dim = 16,
          .filters = 8,
          .hidden = 8,
          .dropout = 0.2,
          .learning_rate = 0.01,
          .epochs = 6};
}

Classifier trained(const LabelledTexts& texts, const ClassifierOptions& options) {
  const Embedding embedding = planted_embedding(kClasses, 16, 5);
  return train_classifier(texts, &embedding, {}, options);
}

double accuracy(const Classifier& classifier, const LabelledTexts& texts) {
  return score_classification(texts.labels, predict_classes(classifier, texts.texts)).accuracy;
}

class EveryNetwork : public ::testing::TestWithParam<Network> {};

TEST_P(EveryNetwork, FindsThePlantedWordsInEveryMode) {
  const LabelledTexts training = planted_texts(600, kClasses, 1);
  const LabelledTexts test = planted_texts(300, kClasses, 2);
  for (const EmbeddingMode mode :
       {EmbeddingMode::kRandom, EmbeddingMode::kFrozen, EmbeddingMode::kTuned}) {
    // Blind answers would be right one time in three.
    EXPECT_GT(accuracy(trained(training, small(GetParam(), mode)), test), 0.85) << enum_name(mode);
  }
}

TEST_P(EveryNetwork, IsTheSameForAnyNumberOfThreads) {
  const LabelledTexts texts = planted_texts(150, kClasses, 1);
  ClassifierOptions options = small(GetParam(), EmbeddingMode::kTuned);
  options.epochs = 1;
  const ThreadCount one(1);
  const Classifier expected = trained(texts, options);
  const RowMatrix probabilities = predict_classes(expected, texts.texts);
  for (const int threads : {2, 3}) {
    const ThreadCount several(threads);
    const Classifier classifier = trained(texts, options);
    for (const auto& [name, array] : expected.weights) {
      EXPECT_EQ(classifier.weights.at(name).values, array.values) << name;
    }
    EXPECT_EQ(predict_classes(classifier, texts.texts), probabilities);
  }
}

TEST_P(EveryNetwork, PredictsTheSameOnceReadBack) {
  const testing::TempDir folder;
  const LabelledTexts texts = planted_texts(100, kClasses, 1);
  ClassifierOptions options = small(GetParam(), EmbeddingMode::kFrozen);
  options.epochs = 1;
  const Classifier classifier = trained(texts, options);
  write_classifier(classifier, folder / "clf");
  EXPECT_EQ(predict_classes(read_classifier(folder / "clf"), texts.texts),
            predict_classes(classifier, texts.texts));
}

TEST_P(EveryNetwork, PredictionsDoNotDependOnTheOtherTexts) {
  const LabelledTexts texts = planted_texts(100, kClasses, 1);
  ClassifierOptions options = small(GetParam(), EmbeddingMode::kFrozen);
  options.epochs = 1;
  const Classifier classifier = trained(texts, options);
  const RowMatrix together = predict_classes(classifier, texts.texts);
  const std::vector<std::int64_t> alone{17};
  const RowMatrix row = predict_classes(classifier, select_texts(texts.texts, alone));
  // Products of other heights may round differently: some units of the last place of a float.
  EXPECT_LT((row.row(0) - together.row(17)).cwiseAbs().maxCoeff(), 1e-5f);
}

TEST_P(EveryNetwork, AnswersTextsWithoutWords) {
  const LabelledTexts texts = planted_texts(60, kClasses, 1);
  ClassifierOptions options = small(GetParam(), EmbeddingMode::kTuned);
  options.epochs = 1;
  const std::vector<std::string> odd{"", "unheard", "a1", "a1 b2"};
  const RowMatrix probabilities = predict_classes(trained(texts, options), tokenize_texts(odd, {}));
  ASSERT_EQ(probabilities.rows(), 4);
  EXPECT_TRUE(probabilities.allFinite());
  EXPECT_LT((probabilities.rowwise().sum().array() - 1).abs().maxCoeff(), 1e-5f);
}

INSTANTIATE_TEST_SUITE_P(Networks, EveryNetwork,
                         ::testing::Values(Network::kPooled, Network::kCnn, Network::kLstm,
                                           Network::kGru),
                         [](const auto& parameter) {
                           return std::string(enum_name(parameter.param));
                         });

TEST(TrainClassifier, FrozenVectorsStay) {
  const LabelledTexts texts = planted_texts(100, kClasses, 1);
  ClassifierOptions options = small(Network::kPooled, EmbeddingMode::kFrozen);
  options.epochs = 1;
  const auto first = trained(texts, options).weights.at("embedding").values;
  options.epochs = 3;
  EXPECT_EQ(trained(texts, options).weights.at("embedding").values, first);
  options.mode = EmbeddingMode::kTuned;
  EXPECT_NE(trained(texts, options).weights.at("embedding").values, first);
}

TEST(TrainClassifier, IsDecidedByTheSeed) {
  const LabelledTexts texts = planted_texts(100, kClasses, 1);
  ClassifierOptions options = small(Network::kCnn, EmbeddingMode::kRandom);
  options.epochs = 1;
  const auto first = trained(texts, options).weights.at("filter_weight").values;
  EXPECT_EQ(trained(texts, options).weights.at("filter_weight").values, first);
  options.seed = 2;
  EXPECT_NE(trained(texts, options).weights.at("filter_weight").values, first);
}

TEST(TrainClassifier, StopsEarlyAndKeepsTheBestEpoch) {
  const LabelledTexts texts = planted_texts(200, kClasses, 1);
  ClassifierOptions options = small(Network::kPooled, EmbeddingMode::kTuned);
  options.learning_rate = 0.3;
  options.epochs = 100;
  options.patience = 2;
  const Classifier classifier = trained(texts, options);
  const auto& training = classifier.description["training"];
  EXPECT_LT(training["epochs"].size(), 100U);
  EXPECT_EQ(training["epochs"].size(), training["best_epoch"].get<std::size_t>() + 2);
}

TEST(TrainClassifier, WhatCannotBeTrainedIsAnError) {
  const LabelledTexts texts = planted_texts(60, kClasses, 1);
  const ClassifierOptions options = small(Network::kCnn, EmbeddingMode::kTuned);
  EXPECT_THROW(train_classifier(texts, nullptr, {}, options), OptionError);
  const Embedding other{Vocabulary({"x"}, {1}), RowMatrix::Ones(1, 4)};
  EXPECT_THAT([&] { train_classifier(texts, &other, {}, options); },
              ThrowsMessage<FormatError>(HasSubstr("covers no word of the examples")));
  EXPECT_THROW(trained(planted_texts(1, kClasses, 1), options), OptionError);
  ClassifierOptions bad = options;
  bad.dropout = 1;
  EXPECT_THROW(trained(texts, bad), OptionError);
}

TEST(TrainClassifier, ProgressCanStopIt) {
  const LabelledTexts texts = planted_texts(60, kClasses, 1);
  EXPECT_THROW(train_classifier(texts, nullptr, {}, small(Network::kPooled, EmbeddingMode::kRandom),
                                [](std::int64_t, std::int64_t) { throw Interrupted(); }),
               Interrupted);
}

TEST(PredictClasses, ArraysThatDoNotFitAreFormatErrors) {
  const LabelledTexts texts = planted_texts(60, kClasses, 1);
  ClassifierOptions options = small(Network::kCnn, EmbeddingMode::kTuned);
  options.epochs = 1;
  const Classifier classifier = trained(texts, options);
  for (const auto& [name, array] : classifier.weights) {
    Classifier broken = classifier;
    broken.weights.erase(name);
    EXPECT_THROW(predict_classes(broken, texts.texts), FormatError) << name;
    broken = classifier;
    broken.weights.at(name).shape = {1, 1, 1};
    EXPECT_THROW(predict_classes(broken, texts.texts), FormatError) << name;
  }
}

}  // namespace network_training_test
}  // namespace eigenlex
