#include "eigenlex/classify/predict_on_file.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/classify/linear_classifier.hpp"
#include "eigenlex/classify/predict.hpp"
#include "eigenlex/core/error.hpp"

#include "support/planted_texts.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace predict_on_file_test {

Classifier linear_classifier() {
  const Embedding embedding = testing::planted_embedding(2, 16, 5);
  return train_linear_classifier(testing::planted_texts(200, 2, 1), &embedding, {},
                                 {.network = Network::kLinear, .mode = EmbeddingMode::kFrozen});
}

TEST(PredictOnFile, GivesARowForEachLine) {
  const testing::TempDir folder;
  const Classifier classifier = linear_classifier();
  const std::string word(classifier.vocabulary.word(0));
  const std::string file = folder.write("texts.txt", word + "\n\n" + word + " nosuchword\n");
  const RowMatrix probabilities = predict_texts_on_file(classifier, file, nullptr);
  const std::vector<std::string> lines{word, "", word + " nosuchword"};
  EXPECT_EQ(probabilities,
            predict_any_classes(classifier, tokenize_texts(lines, classifier.tokenizer), nullptr));
  const nlohmann::ordered_json object = prediction_json(classifier, probabilities.row(0));
  const bool first = probabilities(0, 0) >= probabilities(0, 1);
  EXPECT_EQ(object.at("label"), classifier.class_names[first ? 0 : 1]);
  EXPECT_EQ(object.at("probabilities").at(classifier.class_names[1]), probabilities(0, 1));
  EXPECT_THROW(predict_texts_on_file(classifier, folder / "none", nullptr), IoError);
}

TEST(PredictOnFile, SentencesHaveTheirEntities) {
  const Classifier classifier{.task = Task::kTags, .class_names = {"B-PER", "I-PER", "O"}};
  TaggedColumns tagged;
  tagged.columns.tokens = {"Ann", "Lee", "sang", "Go"};
  tagged.columns.sentences.offsets = {0, 3, 4};
  tagged.tags = {"B-PER", "I-PER", "O", "O"};
  const auto sentences = sentences_json(classifier, tagged);
  ASSERT_EQ(sentences.size(), 2u);
  EXPECT_EQ(sentences[0].at("tags"), (std::vector<std::string>{"B-PER", "I-PER", "O"}));
  EXPECT_EQ(sentences[0].at("entities").size(), 1u);
  EXPECT_EQ(sentences[0].at("entities").at(0).at("text"), "Ann Lee");
  EXPECT_EQ(sentences[0].at("entities").at(0).at("type"), "PER");
  EXPECT_EQ(sentences[0].at("entities").at(0).at("end"), 2);
  EXPECT_EQ(sentences[1].at("tokens"), (std::vector<std::string>{"Go"}));
  EXPECT_TRUE(sentences[1].at("entities").empty());
}

TEST(PredictOnFile, TagsNeedAClassifierOfTags) {
  const testing::TempDir folder;
  const std::string file = folder.write("tokens.txt", "a\nb\n");
  EXPECT_THROW(predict_tags_on_file(linear_classifier(), file, {}, nullptr), OptionError);
}

}  // namespace predict_on_file_test
}  // namespace eigenlex
