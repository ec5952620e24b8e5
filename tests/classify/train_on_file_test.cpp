#include "eigenlex/classify/train_on_file.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/model.hpp"

#include "support/planted_texts.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace train_on_file_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::planted_embedding;
using testing::planted_texts;
using ::testing::ThrowsMessage;

constexpr ClassifierOptions kLinearOptions{.network = Network::kLinear,
                                           .mode = EmbeddingMode::kFrozen};

/// Keeps the names of stages and how far the last of each came.
class Listener final : public Observer {
 public:
  std::vector<std::string> stages;

 private:
  void on_begin(const Stage& stage) override {
    stages.push_back(std::string(stage.name) + "/" + std::string(stage.unit));
  }
};

class TrainOnFile : public ::testing::Test {
 protected:
  /// Planted texts as a file.
  std::string file(const char* name, std::int64_t size, std::uint64_t seed) const {
    const LabelledTexts texts = planted_texts(size, 2, seed);
    std::ofstream out(folder_ / name);
    for (std::int64_t i = 0; i < texts.size(); ++i) {
      out << texts.class_names[static_cast<std::size_t>(texts.labels[static_cast<std::size_t>(i)])];
      char separator = '\t';
      for (const std::int32_t word : texts.texts.text(i)) {
        out << separator << texts.texts.words[static_cast<std::size_t>(word)];
        separator = ' ';
      }
      out << '\n';
    }
    return folder_ / name;
  }

  testing::TempDir folder_;
  Embedding embedding_ = planted_embedding(2, 16, 5);
};

TEST_F(TrainOnFile, ScoresOnWhatItSetAside) {
  const std::string path = file("train.tsv", 300, 1);
  Listener listener;
  const ScoredClassifier trained = train_on_file({.path = path, .held_out = 100, .examples = 150},
                                                 &embedding_, kLinearOptions, nullptr, listener);
  ASSERT_TRUE(trained.score);
  const auto& score = std::get<ClassificationScore>(*trained.score);
  EXPECT_EQ(score.examples, 100);
  EXPECT_GT(score.accuracy, 0.85);
  EXPECT_EQ(trained.classifier.description["examples"], 150);
  EXPECT_THAT(listener.stages, ElementsAre("read/texts", "train/steps", "score/texts"));
}

TEST_F(TrainOnFile, WithoutHeldOutExamplesThereIsNoScore) {
  const ScoredClassifier trained =
      train_on_file({.path = file("train.tsv", 60, 1)}, &embedding_, kLinearOptions);
  EXPECT_FALSE(trained.score);
  EXPECT_EQ(trained.classifier.description["examples"], 60);
}

TEST_F(TrainOnFile, ScoresAFileOfOtherExamples) {
  const ScoredClassifier trained =
      train_on_file({.path = file("train.tsv", 300, 1)}, &embedding_, kLinearOptions);
  const auto score = score_on_file(trained.classifier, file("test.tsv", 80, 2));
  EXPECT_EQ(std::get<ClassificationScore>(score).examples, 80);
  EXPECT_GT(std::get<ClassificationScore>(score).accuracy, 0.85);
}

TEST_F(TrainOnFile, IsTheSameForAnyNumberOfThreads) {
  const ClassifierData data{.path = file("train.tsv", 700, 1), .held_out = 200};
  const ThreadCount one(1);
  const ScoredClassifier expected = train_on_file(data, &embedding_, kLinearOptions);
  for (const int threads : {2, 3}) {
    const ThreadCount several(threads);
    const ScoredClassifier trained = train_on_file(data, &embedding_, kLinearOptions);
    EXPECT_EQ(std::get<ClassificationScore>(*trained.score).log_loss,
              std::get<ClassificationScore>(*expected.score).log_loss);
    EXPECT_EQ(trained.classifier.weights.at("output_weight").values,
              expected.classifier.weights.at("output_weight").values);
  }
}

TEST_F(TrainOnFile, SaysWhatItTrainedInAnObject) {
  const ScoredClassifier trained = train_on_file(
      {.path = file("train.tsv", 300, 1), .held_out = 50}, &embedding_, kLinearOptions);
  const nlohmann::ordered_json object = to_json(trained);
  EXPECT_EQ(object.at("network"), "linear");
  EXPECT_EQ(object.at("words"), trained.classifier.vocabulary.size());
  EXPECT_EQ(object.at("held_out").at("examples"), 50);
}

TEST_F(TrainOnFile, TextsAreReadAsThoseOfAModelWere) {
  write_model({.words = embedding_,
               .contexts = {},
               .singular_values = {},
               .description = {{"count_options", {{"tokenizer", "unicode"}, {"lowercase", true}}}}},
              folder_ / "m");
  EXPECT_EQ(tokenizer_of_model(folder_ / "m").kind, TokenizerKind::kUnicode);
  EXPECT_TRUE(tokenizer_of_model(folder_ / "m").lowercase);
  EXPECT_EQ(tokenizer_of_model(folder_.write("v.txt", "a 1\n")).kind, TokenizerKind::kWhitespace);
}

TEST_F(TrainOnFile, WrongOptionsAreFoundBeforeTheFileIsRead) {
  const ClassifierData none{.path = "/nonexistent/texts.tsv"};
  EXPECT_THAT([&] { train_on_file(none, nullptr, kLinearOptions); },
              ThrowsMessage<OptionError>(HasSubstr("ClassifierOptions.mode = frozen")));
  ClassifierData data = none;
  data.examples = -1;
  EXPECT_THAT([&] { train_on_file(data, &embedding_, kLinearOptions); },
              ThrowsMessage<OptionError>(HasSubstr("ClassifierData.examples = -1")));
  EXPECT_THROW(train_on_file(none, &embedding_, kLinearOptions), IoError);
}

}  // namespace train_on_file_test
}  // namespace eigenlex
