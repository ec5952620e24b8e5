#include "core/in_quotes.hpp"

#include <gtest/gtest.h>

namespace eigenlex::internal {
namespace in_quotes_test {

TEST(InQuotes, ShowsWhatDoesNotPrint) {
  EXPECT_EQ(in_quotes("naïve"), "\"naïve\"");
  EXPECT_EQ(in_quotes("5\r"), R"("5\r")");
  EXPECT_EQ(in_quotes(std::string_view("a\0b", 3)), R"("a\x00b")");
  EXPECT_EQ(in_quotes("\xff"), R"("\xff")");
  EXPECT_EQ(in_quotes("a\"b"), R"("a\"b")");
}

TEST(InQuotes, CutsBetweenCharacters) {
  EXPECT_EQ(in_quotes("abcdef", 3), "\"abc\"...");
  EXPECT_EQ(in_quotes("abc", 3), "\"abc\"");
  EXPECT_EQ(in_quotes("aéé", 2), "\"a\"...");
}

}  // namespace in_quotes_test
}  // namespace eigenlex::internal
