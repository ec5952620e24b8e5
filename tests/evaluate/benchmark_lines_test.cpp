#include "eigenlex/evaluate/benchmark_lines.hpp"

#include <string>

#include <gtest/gtest.h>

namespace eigenlex {
namespace {

using Fields = std::vector<std::string_view>;

/// Lines as "number:text".
std::vector<std::string> described(std::string_view text) {
  std::vector<std::string> lines;
  for (const BenchmarkLine& line : benchmark_lines(text)) {
    lines.push_back(std::to_string(line.number) + ":" + std::string(line.text));
  }
  return lines;
}

TEST(BenchmarkLines, AreNumberedAsInTheFileWithoutBlanksAndComments) {
  EXPECT_EQ(described("one\n\n  # note\n \t\n two \n"),
            (std::vector<std::string>{"1:one", "5:two"}));
}

TEST(BenchmarkLines, MayEndInCrLfOrInNothing) {
  EXPECT_EQ(described("a\r\nb\r\n"), (std::vector<std::string>{"1:a", "2:b"}));
  EXPECT_EQ(described("a\nb"), (std::vector<std::string>{"1:a", "2:b"}));
}

TEST(BenchmarkLines, MayFollowAByteOrderMark) {
  EXPECT_EQ(described("\xef\xbb\xbf# note\na"), std::vector<std::string>{"2:a"});
  EXPECT_EQ(described("\xef\xbb\xbf"), std::vector<std::string>{});
}

TEST(BenchmarkLines, AreNoneInNothing) {
  EXPECT_TRUE(benchmark_lines("").empty());
  EXPECT_TRUE(benchmark_lines("\n\n").empty());
}

TEST(SplitFields, TakesRunsOfSeparatorsAsOne) {
  EXPECT_EQ(split_fields("a, b;\tc", " ,;\t"), (Fields{"a", "b", "c"}));
  EXPECT_EQ(split_fields(",,a,", ","), Fields{"a"});
  EXPECT_TRUE(split_fields(";;", ";").empty());
  EXPECT_TRUE(split_fields("", ";").empty());
}

}  // namespace
}  // namespace eigenlex
