#include "eigenlex/neural/fasttext_vectors.hpp"

#include <string>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/query/unit_table.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace fasttext_vectors_test {

/// Sentences of two subjects that share no word but one.
std::string two_subjects() {
  std::string text;
  for (int i = 0; i < 400; ++i) {
    text += "the cat purrs and the kitten purrs\nthe ship sails and the boat sails\n\n";
  }
  return text;
}

FastTextOptions small_options() {
  return {.dim = 10, .window = 2, .epochs = 20, .subsample = 1, .min_count = 1};
}

TEST(FastTextVectors, PutWordsOfASubjectTogether) {
  const testing::TempDir dir;
  const Embedding embedding = train_fasttext(dir.write("c.txt", two_subjects()), small_options());
  const UnitTable units(embedding.table);
  const auto id = [&](const char* word) { return *embedding.vocabulary.find(word); };
  EXPECT_GT(units.cosine(id("cat"), id("kitten")), units.cosine(id("cat"), id("boat")));
}

TEST(FastTextVectors, HaveTheWordsOfTheCorpusAndNoneForLineEnds) {
  const testing::TempDir dir;
  const Embedding embedding =
      train_fasttext(dir.write("c.txt", "__label__a b b\n" + two_subjects()), small_options());
  EXPECT_EQ(embedding.vocabulary.size(), 10);
  EXPECT_EQ(embedding.vocabulary.word(0), "the");
  EXPECT_EQ(embedding.vocabulary.count(0), 1600);
  EXPECT_TRUE(embedding.vocabulary.find("__label__a"));
  EXPECT_EQ(embedding.vocabulary.find("</s>"), std::nullopt);
  EXPECT_EQ(embedding.table.rows(), 10);
}

TEST(FastTextVectors, AreAFunctionOfTheSeedWithOneThread) {
  const testing::TempDir dir;
  const auto corpus = dir.write("c.txt", two_subjects());
  FastTextOptions options = small_options();
  const Table first = train_fasttext(corpus, options).table;
  EXPECT_EQ(train_fasttext(corpus, options).table, first);
  options.seed = 2;
  EXPECT_NE(train_fasttext(corpus, options).table, first);
}

TEST(FastTextVectors, StopWhereProgressThrows) {
  const testing::TempDir dir;
  FastTextOptions options = small_options();
  options.epochs = 100000;
  const auto corpus = dir.write("c.txt", two_subjects());
  EXPECT_THROW(
      train_fasttext(corpus, options, [](std::int64_t, std::int64_t) { throw Interrupted(); }),
      Interrupted);
}

TEST(FastTextVectors, RejectWhatCannotBeTrainedOn) {
  const testing::TempDir dir;
  EXPECT_THROW(train_fasttext(dir / "none.txt", small_options()), IoError);
  FastTextOptions options = small_options();
  options.min_count = 1000000;
  EXPECT_THROW(train_fasttext(dir.write("c.txt", two_subjects()), options), FormatError);
  for (const FastTextOptions& bad :
       {FastTextOptions{.dim = 0}, FastTextOptions{.window = 0}, FastTextOptions{.epochs = 0},
        FastTextOptions{.negative = 0}, FastTextOptions{.subsample = 0},
        FastTextOptions{.shortest_subword = 4, .longest_subword = 3},
        FastTextOptions{.longest_subword = 21}, FastTextOptions{.threads = 0},
        FastTextOptions{.seed = -1}, FastTextOptions{.learning_rate = 0}}) {
    EXPECT_THROW(bad.validate(), OptionError);
  }
}

}  // namespace fasttext_vectors_test
}  // namespace eigenlex
