#include "eigenlex/embedding/embedding.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace embedding_test {

using Words = std::vector<std::string>;

TEST(EmbeddingOfWords, KeepsWordsInOrderWithCountZero) {
  const Table table{{1, 2}, {3, 4}};
  const Embedding embedding = embedding_of_words({"b", "a"}, table);
  EXPECT_EQ(embedding.vocabulary.words(), (Words{"b", "a"}));
  EXPECT_EQ(embedding.vocabulary.counts(), (std::vector<std::int64_t>{0, 0}));
  EXPECT_EQ(embedding.table, table);
}

TEST(EmbeddingOfWords, KeepsTheFirstVectorOfARepeatedWord) {
  const Embedding embedding =
      embedding_of_words({"a", "b", "a", "c", "b", "d"}, Table{{1}, {2}, {3}, {4}, {5}, {6}});
  EXPECT_EQ(embedding.vocabulary.words(), (Words{"a", "b", "c", "d"}));
  EXPECT_EQ(embedding.table, (Table{{1}, {2}, {4}, {6}}));
}

TEST(EmbeddingOfWords, NeedsARowForEachWord) {
  EXPECT_THROW(embedding_of_words({"a", "b"}, Table{{1}}), OptionError);
}

}  // namespace embedding_test
}  // namespace eigenlex
