#include "eigenlex/query/question.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace question_test {

TEST(Question, IsASumOfSignedWords) {
  EXPECT_EQ(parse_question("king - man + woman"),
            (Question{{"king", 1}, {"man", -1}, {"woman", 1}}));
  EXPECT_EQ(parse_question("- man +  king\t- woman "),
            (Question{{"man", -1}, {"king", 1}, {"woman", -1}}));
  EXPECT_EQ(parse_question("+ king"), (Question{{"king", 1}}));
}

TEST(Question, TakesSignsWithinWordsAsTheirs) {
  EXPECT_EQ(parse_question("well-known"), (Question{{"well-known", 1}}));
  EXPECT_EQ(parse_question("c++ - -1"), (Question{{"c++", 1}, {"-1", -1}}));
  EXPECT_EQ(parse_question("-"), (Question{{"-", 1}}));
  EXPECT_EQ(parse_question("+ "), (Question{{"+", 1}}));
}

TEST(Question, KeepsBlanksWithinWords) {
  EXPECT_EQ(parse_question(" New York - a city"), (Question{{"New York", 1}, {"a city", -1}}));
}

TEST(Question, RefusesSignsWithoutWords) {
  for (const char* text : {"", "  ", "king -", "king - + man", "- -", "+ - king"}) {
    EXPECT_THROW(parse_question(text), FormatError) << text;
  }
}

}  // namespace question_test
}  // namespace eigenlex
