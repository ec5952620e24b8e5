#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/classify/classification_score.hpp"
#include "eigenlex/classify/tagging_score.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/neural/network_training.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace tagger_test {

/// Sentences in which a word after "mr" is a person, and one after "in" a place; the same words
/// anywhere else are neither. Blind to the word before, every answer is O.
TaggedSentences planted_sentences(std::int64_t size, std::uint64_t seed) {
  TaggedSentences result{.tag_names = {"B-LOC", "B-PER", "O"}, .tags = {}, .sentences = {}};
  result.sentences.words = {"mr", "in"};
  for (int i = 0; i < 20; ++i) result.sentences.words.push_back("w" + std::to_string(i));
  Random random(seed);
  for (std::int64_t i = 0; i < size; ++i) {
    const std::size_t length = 3 + random.below(9);
    std::int32_t before = -1;
    for (std::size_t t = 0; t < length; ++t) {
      const bool mark = before > 1 && random.below(3) == 0;
      const auto word = static_cast<std::int32_t>(mark ? random.below(2) : 2 + random.below(20));
      result.sentences.tokens.push_back(word);
      result.tags.push_back(before == 0 ? 1 : before == 1 ? 0 : 2);
      before = word;
    }
    result.sentences.offsets.push_back(std::ssize(result.sentences.tokens));
  }
  return result;
}

ClassifierOptions small(Network network) {
  ClassifierOptions options{.network = network,
                            .mode = EmbeddingMode::kRandom,
                            .dim = 16,
                            .hidden = 16,
                            .dropout = 0.1,
                            .learning_rate = 0.02,
                            .epochs = 8};
  options.sequence.max_length = 2;  // sentences are not cut
  return options;
}

std::vector<std::string> predicted(const Classifier& classifier, const TaggedSentences& data) {
  std::vector<std::string> tags;
  for (const std::int32_t tag : most_probable(predict_tags(classifier, data.sentences))) {
    tags.push_back(classifier.class_names[static_cast<std::size_t>(tag)]);
  }
  return tags;
}

class EveryTagger : public ::testing::TestWithParam<Network> {};

TEST_P(EveryTagger, LearnsFromTheWordBefore) {
  const TaggedSentences test = planted_sentences(200, 2);
  const Classifier classifier =
      train_tagger(planted_sentences(600, 1), nullptr, {}, small(GetParam()));
  const TaggingScore score =
      score_tagging(names_of_tags(test), predicted(classifier, test), test.sentences.offsets);
  EXPECT_GT(score.all.f1(), 0.95);
}

TEST_P(EveryTagger, IsTheSameForAnyNumberOfThreads) {
  const TaggedSentences data = planted_sentences(100, 1);
  ClassifierOptions options = small(GetParam());
  options.epochs = 1;
  const ThreadCount one(1);
  const Classifier expected = train_tagger(data, nullptr, {}, options);
  const RowMatrix probabilities = predict_tags(expected, data.sentences);
  for (const int threads : {2, 3}) {
    const ThreadCount several(threads);
    const Classifier classifier = train_tagger(data, nullptr, {}, options);
    for (const auto& [name, array] : expected.weights) {
      EXPECT_EQ(classifier.weights.at(name).values, array.values) << name;
    }
    EXPECT_EQ(predict_tags(classifier, data.sentences), probabilities);
  }
}

TEST_P(EveryTagger, PredictsTheSameOnceReadBack) {
  const testing::TempDir folder;
  const TaggedSentences data = planted_sentences(60, 1);
  ClassifierOptions options = small(GetParam());
  options.epochs = 1;
  const Classifier classifier = train_tagger(data, nullptr, {}, options);
  write_classifier(classifier, folder / "clf");
  const Classifier read = read_classifier(folder / "clf");
  EXPECT_EQ(read.task, Task::kTags);
  EXPECT_EQ(predict_tags(read, data.sentences), predict_tags(classifier, data.sentences));
}

INSTANTIATE_TEST_SUITE_P(Networks, EveryTagger, ::testing::Values(Network::kLstm, Network::kGru),
                         [](const auto& parameter) {
                           return std::string(enum_name(parameter.param));
                         });

TEST(TrainTagger, TasksAreNotMixedUp) {
  const TaggedSentences data = planted_sentences(20, 1);
  EXPECT_THROW(train_tagger(data, nullptr, {}, small(Network::kCnn)), OptionError);
  ClassifierOptions options = small(Network::kLstm);
  options.epochs = 1;
  Classifier classifier = train_tagger(data, nullptr, {}, options);
  EXPECT_THROW(predict_classes(classifier, data.sentences), OptionError);
  classifier.network = Network::kPooled;
  EXPECT_THROW(predict_tags(classifier, data.sentences), FormatError);
  classifier.network = Network::kLstm;
  classifier.task = Task::kClasses;
  EXPECT_THROW(predict_tags(classifier, data.sentences), OptionError);
}

}  // namespace tagger_test
}  // namespace eigenlex
