#include "text/number_column.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::internal {
namespace number_column_test {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TEST(ParseNumber, TakesAllOfTheTextOrNothing) {
  EXPECT_EQ(parse_number("+1.5e1"), 15);
  EXPECT_EQ(parse_number("-.5"), -.5);
  EXPECT_EQ(parse_number("1e999"), HUGE_VAL);
  EXPECT_EQ(parse_number("1e-999"), 0);
  EXPECT_EQ(parse_number("0." + std::string(400, '0') + "1"), 0);
  EXPECT_EQ(parse_number("1" + std::string(400, '0') + ".1"), HUGE_VAL);
  for (const char* text : {"", "+", "+-1", "1x", " 1", "0x1p3", "3,8"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(NumberColumn, ReadsDecimalCommas) {
  NumberColumn column;
  EXPECT_EQ(column.parse("3,8", 1), 3.8);
  EXPECT_EQ(column.parse("-0,125", 2), -.125);
  EXPECT_EQ(column.parse("1,5e1", 3), 15);
  EXPECT_EQ(column.parse("4", 4), 4);
  EXPECT_EQ(column.parse("1,234", 5), 1.234);
  column.finish("t.tsv");
}

TEST(NumberColumn, RefusesWhatMayPartThousands) {
  NumberColumn column;
  EXPECT_EQ(column.parse("4", 1), 4);
  column.parse("1,234", 2);
  EXPECT_THAT(
      [&] { column.finish("t.tsv"); },
      ThrowsMessage<FormatError>(HasSubstr("t.tsv:2: the number \"1,234\" may be 1.234 or 1234")));
  for (const char* text : {"1,234,567", "1,234.5", "1.234,5", ",", "3,x"}) {
    EXPECT_EQ(NumberColumn().parse(text, 1), std::nullopt) << text;
  }
  NumberColumn zero;
  EXPECT_EQ(zero.parse("0,950", 1), .95);
  zero.finish("t.tsv");
}

TEST(NumberColumn, RefusesCommasBesidePoints) {
  NumberColumn column;
  column.parse("3.5", 1);
  column.parse("2,5", 4);
  EXPECT_THAT(
      [&] { column.finish("t.tsv"); },
      ThrowsMessage<FormatError>(HasSubstr("t.tsv:4: the number \"2,5\", but line 1 has \"3.5\"")));
}

}  // namespace number_column_test
}  // namespace eigenlex::internal
