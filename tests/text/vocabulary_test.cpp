#include "eigenlex/text/vocabulary.hpp"

#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace vocabulary_test {

using ::testing::HasSubstr;

TEST(Vocabulary, FindsTheIdOfEveryWordAndOfNoOther) {
  const Vocabulary vocabulary({"the", "cat", "Cat", std::string("c\0t", 3)}, {9, 3, 2, 0});
  EXPECT_EQ(vocabulary.size(), 4);
  for (std::int32_t id = 0; id < vocabulary.size(); ++id) {
    EXPECT_EQ(vocabulary.find(vocabulary.word(id)), id);
  }
  EXPECT_EQ(vocabulary.find("ca"), std::nullopt);
  EXPECT_EQ(vocabulary.find(""), std::nullopt);
  EXPECT_EQ(vocabulary.count(1), 3);
}

TEST(Vocabulary, WithoutWordsFindsNothing) {
  EXPECT_EQ(Vocabulary().size(), 0);
  EXPECT_EQ(Vocabulary().find("the"), std::nullopt);
}

TEST(Vocabulary, ACopyKnowsItsWordsAfterTheOriginalIsGone) {
  Vocabulary copy;
  {
    const Vocabulary original({"the", "cat"}, {2, 1});
    copy = original;
  }
  EXPECT_EQ(copy.find("cat"), 1);
  EXPECT_EQ(copy.word(1), "cat");
}

TEST(Vocabulary, AWordOutlivesAMoveOfTheVocabulary) {
  Vocabulary original({"a", "cat"}, {2, 1});
  const std::string_view word = original.word(1);
  const Vocabulary moved = std::move(original);
  EXPECT_EQ(word, "cat");
  EXPECT_EQ(word.data(), moved.word(1).data());
}

TEST(Vocabulary, ARepeatedOrEmptyWordIsAFormatErrorNamingIt) {
  EXPECT_THROW(Vocabulary({"a", ""}, {1, 1}), FormatError);
  try {
    Vocabulary({"a", "twice", "twice"}, {1, 1, 1});
    FAIL();
  } catch (const FormatError& error) {
    EXPECT_THAT(error.what(), HasSubstr("\"twice\""));
  }
}

TEST(Vocabulary, CountsMustBeAsManyAsWordsAndNotNegative) {
  EXPECT_THROW(Vocabulary({"a", "b"}, {1}), OptionError);
  EXPECT_THROW(Vocabulary({"a"}, {-1}), OptionError);
}

}  // namespace vocabulary_test
}  // namespace eigenlex
