#include "classify/training_setup.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::internal {
namespace training_setup_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

Embedding three_words() {
  RowMatrix table(3, 2);
  table << 10, 0, 0, 20, 30, 0;
  return {Vocabulary({"the", "cat", "dog"}, {5, 3, 2}), table};
}

TokenizedTexts texts() {
  const std::vector<std::string> raw{"dog sleeps", "dog cat"};
  return tokenize_texts(raw, {});
}

constexpr ClassifierOptions kFrozen{.mode = EmbeddingMode::kFrozen};

TEST(FirstVectors, OfAGivenTableAreBroughtToOneLength) {
  const Embedding embedding = three_words();
  const FirstVectors first = first_vectors(texts(), &embedding, kFrozen);
  EXPECT_EQ(first.vocabulary.words(), embedding.vocabulary.words());
  ASSERT_EQ(first.table.rows(), 5);
  EXPECT_TRUE(first.table.topRows(kFirstWordId).isZero());
  const auto words = first.table.bottomRows(3);
  for (Eigen::Index i = 0; i < 3; ++i) {
    EXPECT_NEAR(std::sqrt(words.row(i).squaredNorm() / 2), 0.1, 1e-6);
    EXPECT_FLOAT_EQ(words.row(i).dot(embedding.table.row(i)),
                    words.row(i).norm() * embedding.table.row(i).norm());
  }
  EXPECT_DOUBLE_EQ(first.coverage, 0.75);
}

TEST(FirstVectors, OfAnyLengthAreFinite) {
  Embedding embedding = three_words();
  embedding.table.row(0).setZero();
  embedding.table.row(1).setConstant(1e-45f);
  embedding.table.row(2).setConstant(3e38f);
  const RowMatrix table = first_vectors(texts(), &embedding, kFrozen).table;
  EXPECT_TRUE(table.allFinite());
  EXPECT_TRUE(table.row(kFirstWordId).isZero());
  EXPECT_NEAR(table(kFirstWordId + 1, 0), 0.1, 1e-6);
  EXPECT_NEAR(table(kFirstWordId + 2, 0), 0.1, 1e-6);
}

TEST(FirstVectors, VocabularyMayBeCutToFrequentOrOwnWords) {
  const Embedding embedding = three_words();
  ClassifierOptions options = kFrozen;
  options.own_vocabulary = true;
  EXPECT_THAT(first_vectors(texts(), &embedding, options).vocabulary.words(),
              ElementsAre("cat", "dog"));
  options.own_vocabulary = false;
  options.num_words = 2;
  EXPECT_THAT(first_vectors(texts(), &embedding, options).vocabulary.words(),
              ElementsAre("the", "cat"));
}

TEST(FirstVectors, RandomOnesHaveTheWordsOfTheTexts) {
  const ClassifierOptions options{.mode = EmbeddingMode::kRandom, .dim = 500};
  const FirstVectors first = first_vectors(texts(), nullptr, options);
  EXPECT_THAT(first.vocabulary.words(), ElementsAre("dog", "cat", "sleeps"));
  EXPECT_EQ(first.coverage, 1);
  EXPECT_TRUE(first.table.row(kPaddingId).isZero());
  // 2000 numbers of standard deviation 0.1: their own is within 5 of its standard errors.
  EXPECT_NEAR(std::sqrt(first.table.bottomRows(4).squaredNorm() / 2000), 0.1, 5 * 0.1 / 63);
  EXPECT_EQ(first_vectors(texts(), nullptr, options).table, first.table);
}

TEST(FirstVectors, AVocabularyThatCoversNothingIsAnError) {
  const Embedding embedding{Vocabulary({"DOG"}, {1}), RowMatrix::Ones(1, 2)};
  EXPECT_THAT([&] { first_vectors(texts(), &embedding, kFrozen); },
              ThrowsMessage<FormatError>(HasSubstr("covers no word")));
  EXPECT_THROW(first_vectors(texts(), nullptr, kFrozen), OptionError);
}

TEST(ValidationSize, LeavesSomethingOnBothSides) {
  const ClassifierOptions options{.validation = 0.1};
  EXPECT_EQ(validation_size(100, options), 10);
  EXPECT_EQ(validation_size(2, options), 1);
  EXPECT_EQ(validation_size(3, {.validation = 0.99}), 2);
  EXPECT_THROW(validation_size(1, options), OptionError);
}

}  // namespace training_setup_test
}  // namespace eigenlex::internal
