#include "eigenlex/learn/induce_word.hpp"

#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/learn/train.hpp"
#include "eigenlex/matrix/unit_rows.hpp"

#include "support/trained.hpp"

namespace eigenlex {
namespace induce_word_test {

/// Of a text that is read in lower case.
struct Trained : testing::Trained {
  Trained()
      : testing::Trained({.tokenizer = {.lowercase = true}, .window = 3}, {.svd = {.rank = 10}}) {}
};

TEST(InduceWord, ReadsSentencesAsTheCorpusWasRead) {
  const Trained trained;
  const std::vector<std::string> sentences{"W1 New w2", "w5 new W1 w1"};
  const InducedWord induced = induce_word(trained.model.words, trained.counts, "new", sentences);
  EXPECT_EQ(induced.occurrences, 2);
  EXPECT_NEAR(induced.vector.norm(), 1, 1e-5);
  // By hand: the contexts within 3 words, weighted by distance.
  const WordContexts contexts = gather_contexts(
      trained.model.words.vocabulary, "new",
      std::vector<std::vector<std::string>>{{"w1", "new", "w2"}, {"w5", "new", "w1", "w1"}},
      {.window = 3});
  const Induction induction = learn_induction(trained.model.words, trained.counts.matrix);
  const auto expected = induce(induction, unit_rows(trained.model.words.table), contexts.contexts);
  ASSERT_TRUE(expected);
  EXPECT_EQ(induced.vector, *expected);
}

TEST(InduceWord, GivesTheSameForAnyThreads) {
  const Trained trained;
  const std::vector<std::string> sentences{"w1 new w2"};
  const auto with = [&](int count) {
    const ThreadCount threads(count);
    return induce_word(trained.model.words, trained.counts, "new", sentences).vector;
  };
  const Eigen::RowVectorXf one = with(1);
  EXPECT_EQ(with(2), one);
  EXPECT_EQ(with(3), one);
}

TEST(InduceWord, NamesWhatIsWrong) {
  Trained trained;
  const std::vector<std::string> sentences{"w1 new w2"};
  const auto field_of = [&](const std::string& word, const std::vector<std::string>& lines) {
    try {
      induce_word(trained.model.words, trained.counts, word, lines);
    } catch (const OptionError& error) {
      return error.field();
    }
    return std::string();
  };
  EXPECT_EQ(field_of("w1", sentences), "word");
  EXPECT_EQ(field_of("new", {"nobody knows new things"}), "word");
  EXPECT_EQ(field_of("new", {}), "word");
  EXPECT_EQ(field_of("new", sentences), "");
  trained.counts.vocabulary = Vocabulary({"a", "b"}, {2, 1});
  EXPECT_EQ(field_of("new", sentences), "counts");
}

TEST(WithWord, AddsARowAsLongAsTheOthersAreOnAverage) {
  const Embedding words{.vocabulary = Vocabulary({"a", "b"}, {5, 4}),
                        .table = Table{{3, 4}, {0, 1}}};
  const Embedding more =
      with_word(words, "c", {.vector = Eigen::RowVectorXf{{0, 1}}, .occurrences = 7});
  ASSERT_EQ(more.vocabulary.size(), 3);
  EXPECT_EQ(more.vocabulary.find("c"), 2);
  EXPECT_EQ(more.vocabulary.count(2), 7);
  EXPECT_EQ(more.table.topRows(2), words.table);
  EXPECT_EQ(more.table.row(2), (Eigen::RowVectorXf{{0, 3}}));
}

}  // namespace induce_word_test
}  // namespace eigenlex
