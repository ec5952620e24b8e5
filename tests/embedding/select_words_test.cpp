#include "eigenlex/embedding/select_words.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/random_embedding.hpp"

namespace eigenlex {
namespace select_words_test {

using Words = std::vector<std::string>;

TEST(SharedWords, AreThoseOfAllInTheOrderOfTheFirst) {
  const Vocabulary first({"c", "a", "b", "d"}, {4, 3, 2, 1});
  const Vocabulary second({"d", "b", "c"}, {9, 9, 9});
  const Vocabulary third({"b", "x", "c"}, {1, 1, 1});
  EXPECT_EQ(shared_words(std::vector{&first, &second}), (Words{"c", "b", "d"}));
  EXPECT_EQ(shared_words(std::vector{&first, &second, &third}), (Words{"c", "b"}));
  EXPECT_EQ(shared_words(std::vector{&first}), first.words());
  EXPECT_TRUE(shared_words({}).empty());
}

TEST(SelectWords, TakesVectorsAndCountsInTheOrderAsked) {
  const Embedding all = testing::random_embedding(5, 3, 1);
  const Embedding some = select_words(all, Words{"w3", "w0"});
  EXPECT_EQ(some.vocabulary.words(), (Words{"w3", "w0"}));
  EXPECT_EQ(some.vocabulary.count(0), all.vocabulary.count(3));
  EXPECT_EQ(some.table.row(0), all.table.row(3));
  EXPECT_EQ(some.table.row(1), all.table.row(0));
  EXPECT_EQ(select_words(all, Words{}).table.rows(), 0);
}

TEST(SelectWords, RejectsAWordThatIsNotThere) {
  EXPECT_THROW(select_words(testing::random_embedding(2, 2, 1), Words{"w9"}), OptionError);
}

}  // namespace select_words_test
}  // namespace eigenlex
