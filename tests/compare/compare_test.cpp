#include "eigenlex/compare/compare.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace compare_test {

using nlohmann::ordered_json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr int kWords = 60;

/// Word w is of topic w / 10: in a table that knows the topics, words of one topic are alike.
Embedding table_of(const Vocabulary& words, std::uint64_t seed, double knowledge) {
  Table table(words.size(), 6);
  Random random(seed);
  for (std::int32_t id = 0; id < words.size(); ++id) {
    for (Eigen::Index j = 0; j < 6; ++j) table(id, j) = static_cast<float>(random.normal());
    table(id, std::stoi(std::string(words.word(id).substr(1))) / 10) +=
        static_cast<float>(knowledge);
  }
  return {words, table};
}

/// A contender that counts its trainings.
Contender contender(const std::string& name, double knowledge, int& trainings) {
  return {.name = name,
          .description = "random numbers",
          .settings = {{"knowledge", knowledge}},
          .train = [knowledge, &trainings](const TrainingTask& task, Observer& observer) {
            observer.begin("draw");
            ++trainings;
            observer.end();
            return table_of(read_vocabulary(task.vocabulary), task.seed, knowledge);
          }};
}

class Compare : public ::testing::Test {
 protected:
  void SetUp() override {
    Random random(1);
    std::ofstream corpus(folder_ / "corpus.txt");
    for (int line = 0; line < 400; ++line) {
      for (int i = 0; i < 10; ++i) corpus << 'w' << random.below(kWords) << ' ';
      corpus << '\n';
    }
    std::ofstream pairs(folder_ / "pairs.txt");
    std::ofstream labelled(folder_ / "topics.tsv");
    for (int i = 0; i < 200; ++i) {
      const auto a = random.below(kWords),
                 b = i % 2 == 0 ? a / 10 * 10 + random.below(10) : random.below(kWords);
      if (a != b) pairs << fmt::format("w{} w{} {}\n", a, b, a / 10 == b / 10 ? 9 : 1);
      const auto topic = random.below(2);
      labelled << fmt::format("{}\tw{} w{} w{}\n", topic == 0 ? "x" : "y",
                              10 * topic + random.below(10), 10 * topic + random.below(10),
                              random.below(kWords));
    }
    data_ = {.corpus = {folder_ / "corpus.txt"},
             .similarity = {folder_ / "pairs.txt"},
             .contenders = {contender("knows", 3, trainings_), contender("guesses", 0, others_)}};
    options_ = {.vocabulary = {.min_count = 1}, .dim = 6, .budget_minutes = 0};
  }

  ordered_json compared(Observer& observer = unobserved()) const {
    return compare(data_, options_, folder_ / "work", observer);
  }

  testing::TempDir folder_;
  int trainings_ = 0;
  int others_ = 0;
  ComparisonData data_;
  CompareOptions options_;
};

TEST_F(Compare, TellsContendersApart) {
  const ordered_json results = compared();
  EXPECT_EQ(trainings_, 2);
  const ordered_json& similarity = results.at("similarity").at(0);
  ASSERT_EQ(similarity.at("scores").size(), 2u);
  EXPECT_EQ(similarity.at("scores").at(0).at("contender"), "knows");
  EXPECT_EQ(similarity.at("scores").at(0).at("by_seed").size(), 2u);
  EXPECT_EQ(similarity.at("differences").at(0).at("first"), "knows");
  EXPECT_GT(similarity.at("differences").at(0).at("mean"), 20);
  EXPECT_EQ(similarity.at("differences").at(0).at("beyond_noise"), true);
  EXPECT_THAT(results.at("summary").dump(), HasSubstr("Word similarity, pairs: knows is first"));
  EXPECT_EQ(results.at("left_out"), ordered_json::array());
  EXPECT_TRUE(results.at("contenders").at(0).at("runs").at(0).at("peak_memory_bytes").is_null());
}

TEST_F(Compare, FinishedPartsAreFoundAgain) {
  const ordered_json first = compared();
  EXPECT_EQ(compared(), first);
  EXPECT_EQ(trainings_, 2);
  options_.seeds = 3;
  compared();
  EXPECT_EQ(trainings_, 3);
}

TEST_F(Compare, OtherSettingsOrWordsAreTrainedAnew) {
  compared();
  data_.contenders[0] = contender("knows", 2, trainings_);
  compared();
  EXPECT_EQ(trainings_, 4);
  EXPECT_EQ(others_, 2);
  options_.vocabulary.max_size = 50;
  compared();
  EXPECT_EQ(others_, 4);
}

TEST_F(Compare, ClassifiersLearnFromTheVectors) {
  data_.labelled = {folder_ / "topics.tsv"};
  options_.seeds = 1;
  const ordered_json results = compared();
  const ordered_json& task = results.at("classification").at(0);
  EXPECT_EQ(task.at("test_examples"), 40);
  const ordered_json& scores = task.at("comparisons").back().at("scores");
  ASSERT_EQ(scores.size(), 2u);
  EXPECT_GT(scores.at(0).at("mean"), 80);
  EXPECT_EQ(scores.at(0).at("by_seed").size(), 3u);
}

TEST_F(Compare, WhatDoesNotFitTheBudgetIsNamed) {
  options_.budget_minutes = 1e-9;
  const ordered_json results = compared();
  EXPECT_EQ(trainings_, 0);
  EXPECT_EQ(results.at("left_out").at(0).at("part"), "train knows, seed 1");
}

TEST_F(Compare, ATrainingThatOutlastsTheBudgetIsStopped) {
  data_.contenders = {{.name = "endless",
                       .description = "does not end",
                       .train = [](const TrainingTask&, Observer& observer) -> Embedding {
                         const Progress progress = observer.begin("turn");
                         while (true) report(progress, 0, 0);
                       }}};
  options_.budget_minutes = 0.01;
  const ordered_json results = compared();
  EXPECT_THAT(results.at("left_out").at(0).at("reason").get<std::string>(),
              HasSubstr("stopped when its share"));
}

TEST_F(Compare, TheRunnerOfTheCallerTrains) {
  std::vector<std::string> names;
  options_.run = [&](const Contender& of, const TrainingTask& task,
                     const std::function<void()>& check) {
    names.push_back(of.name);
    Training training = train_here(of, task, check);
    training.figures.peak_memory_bytes = 123;
    return training;
  };
  options_.seeds = 1;
  const ordered_json results = compared();
  EXPECT_THAT(names, ElementsAre("knows", "guesses"));
  EXPECT_EQ(results.at("contenders").at(0).at("runs").at(0).at("peak_memory_bytes"), 123);
}

TEST_F(Compare, ErrorsOfAContenderLeave) {
  data_.contenders[1].train = [](const TrainingTask&, Observer&) -> Embedding {
    throw FormatError("no vectors today");
  };
  EXPECT_THAT([&] { compared(); }, ThrowsMessage<FormatError>("no vectors today"));
  EXPECT_EQ(trainings_, 1);
  data_.contenders[1].train = [](const TrainingTask&, Observer&) { return Embedding{}; };
  EXPECT_THAT([&] { compared(); }, ThrowsMessage<FormatError>(HasSubstr("guesses: gave a table")));
  EXPECT_EQ(trainings_, 1);  // kept from before
}

/// Keeps what is noted.
class Noting final : public Observer {
 public:
  std::vector<std::string> notes;

 private:
  void on_note(std::string_view, std::string_view text) override { notes.emplace_back(text); }
};

TEST_F(Compare, SaysHowFilesOfBenchmarksWereRead) {
  const std::string text = "score;one;two\n1;w1;w2\n2;w3;w4\n3;w5;w6\n";
  data_.similarity = {folder_.write("other.csv", text)};
  data_.columns = {"one", "two", "score"};
  options_.seeds = 1;
  Noting observer;
  const ordered_json results = compared(observer);
  EXPECT_EQ(results.at("similarity").at(0).at("scores").at(0).at("items"), 3);
  EXPECT_THAT(observer.notes, ElementsAre(HasSubstr("line 1 is taken for a header")));
}

TEST_F(Compare, TheStandardInputIsNotLookedAtBeforeItIsRead) {
  data_.corpus = {"-"};
  EXPECT_THAT([&] { compared(); },
              ThrowsMessage<OptionError>(HasSubstr("TokenizerOptions.kind = auto")));
}

/// Stops at a stage.
class Stopper final : public Observer {
 public:
  explicit Stopper(std::string stage) : stage_(std::move(stage)) {}

 private:
  void on_begin(const Stage& stage) override {
    if (stage.name == stage_) throw Interrupted();
  }
  std::string stage_;
};

TEST_F(Compare, CanBeStoppedAndGoesOnWhereItWas) {
  Stopper stopper("train guesses, seed 1");
  EXPECT_THROW(compared(stopper), Interrupted);
  EXPECT_EQ(trainings_, 1);
  compared();
  EXPECT_EQ(trainings_, 2);
}

TEST_F(Compare, WrongOptionsAreNamed) {
  options_.seeds = 0;
  EXPECT_THAT([&] { compared(); },
              ThrowsMessage<OptionError>(HasSubstr("CompareOptions.seeds = 0")));
  options_.seeds = 1;
  data_.contenders[1].name = "knows";
  EXPECT_THAT([&] { compared(); }, ThrowsMessage<OptionError>(HasSubstr("given twice")));
  data_.contenders = {};
  EXPECT_THROW(compared(), OptionError);
}

}  // namespace compare_test
}  // namespace eigenlex
