#include "eigenlex/classify/predict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/classify/linear_classifier.hpp"
#include "eigenlex/core/error.hpp"

#include "support/planted_texts.hpp"

namespace eigenlex {
namespace predict_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::planted_embedding;
using testing::planted_texts;
using ::testing::ThrowsMessage;

/// Networks that say which of them was asked.
constexpr Networks kEcho{
    .train_classifier = [](const LabelledTexts&, const Embedding*, const TokenizerOptions&,
                           const ClassifierOptions&,
                           const Progress&) { return Classifier{.network = Network::kCnn}; },
    .predict_classes = [](const Classifier&, const TokenizedTexts& texts, const Progress&)
        -> RowMatrix { return RowMatrix::Constant(texts.size(), 2, 0.5f); },
    .train_tagger = [](const TaggedSentences&, const Embedding*, const TokenizerOptions&,
                       const ClassifierOptions&,
                       const Progress&) { return Classifier{.task = Task::kTags}; },
    .predict_tags = [](const Classifier&, const TokenizedTexts&, const Progress&) -> RowMatrix {
      RowMatrix probabilities(2, 2);
      probabilities << 0.1f, 0.9f, 0.8f, 0.2f;
      return probabilities;
    }};

TEST(AnyClassifier, LinearOnesNeedNoNetworks) {
  const Embedding embedding = planted_embedding(2, 8, 5);
  const LabelledTexts texts = planted_texts(60, 2, 1);
  const ClassifierOptions options{.network = Network::kLinear, .mode = EmbeddingMode::kFrozen};
  const Classifier classifier = train_any_classifier(texts, &embedding, {}, options, nullptr);
  EXPECT_EQ(predict_any_classes(classifier, texts.texts, nullptr),
            predict_linear(classifier, texts.texts));
}

TEST(AnyClassifier, OthersAreTheNetworks) {
  const LabelledTexts texts = planted_texts(60, 2, 1);
  EXPECT_EQ(train_any_classifier(texts, nullptr, {}, {}, &kEcho).network, Network::kCnn);
  EXPECT_EQ(predict_any_classes({.network = Network::kCnn}, texts.texts, &kEcho).rows(), 60);
  EXPECT_EQ(train_any_tagger({}, nullptr, {}, {.network = Network::kGru}, &kEcho).task,
            Task::kTags);
  const Classifier tagger{
      .task = Task::kTags, .network = Network::kGru, .class_names = {"LOC", "O"}};
  EXPECT_THAT(predict_any_tags(tagger, {}, &kEcho), ElementsAre("O", "LOC"));
}

TEST(AnyClassifier, NetworksThatAreNotGivenAreOptionErrors) {
  const LabelledTexts texts = planted_texts(60, 2, 1);
  EXPECT_THAT([&] { train_any_classifier(texts, nullptr, {}, {}, nullptr); },
              ThrowsMessage<OptionError>(HasSubstr("ClassifierOptions.network = cnn")));
  EXPECT_THROW(predict_any_classes({.network = Network::kLstm}, texts.texts, nullptr), OptionError);
}

TEST(AnyClassifier, ATaskOfAnotherKindIsAnOptionError) {
  const LabelledTexts texts = planted_texts(60, 2, 1);
  EXPECT_THAT([&] { predict_any_classes({.task = Task::kTags}, texts.texts, &kEcho); },
              ThrowsMessage<OptionError>(HasSubstr("must be classes")));
  EXPECT_THROW(predict_any_tags({.task = Task::kClasses}, {}, &kEcho), OptionError);
  EXPECT_THROW(train_any_tagger({}, nullptr, {}, {.network = Network::kCnn}, &kEcho), OptionError);
}

TEST(ClassesOf, AreThoseOfTheClassifier) {
  LabelledTexts texts;
  texts.class_names = {"b", "c"};
  texts.labels = {1, 0, 1};
  Classifier classifier;
  classifier.class_names = {"a", "b", "c"};
  EXPECT_THAT(classes_of(classifier, texts, "test.tsv"), ElementsAre(2, 1, 2));
  classifier.class_names = {"a", "b"};
  EXPECT_THAT([&] { classes_of(classifier, texts, "test.tsv"); },
              ThrowsMessage<FormatError>(HasSubstr("test.tsv: has the class \"c\"")));
}

}  // namespace predict_test
}  // namespace eigenlex
