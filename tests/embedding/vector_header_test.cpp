#include "embedding/vector_header.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace eigenlex::internal {
namespace vector_header_test {

TEST(VectorHeader, IsALineOfTwoNumbers) {
  for (const std::string text :
       {"71290 300\n", "71290\t300\r\nthe", "71290  300 \n", "71290 300"}) {
    const auto header = parse_vector_header(text);
    ASSERT_TRUE(header.has_value()) << text;
    EXPECT_EQ(header->words, 71290);
    EXPECT_EQ(header->dim, 300);
    EXPECT_EQ(header->size, std::min(text.find('\n'), text.size() - 1) + 1);
  }
}

TEST(VectorHeader, IsNotAnyOtherLine) {
  for (const char* text : {"", "\n", "3\n", "the 0.5\n", "3 4 5\n", "-3 4\n", "3 -4\n", "3 4.5\n",
                           " 3 4\n", "34\n", "3 x\n", "99999999999999999999 3\n"}) {
    EXPECT_FALSE(parse_vector_header(text).has_value()) << text;
  }
  EXPECT_FALSE(parse_vector_header(std::string("3 4").append(1000, ' ')).has_value());
}

}  // namespace vector_header_test
}  // namespace eigenlex::internal
