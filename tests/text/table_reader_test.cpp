#include "text/table_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex::internal {
namespace table_reader_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;

TableReader reader(std::string_view text, TableOptions options = {}) {
  return {TextLines::of_text(text, "t.csv"), std::move(options)};
}

/// Lines as "number:field|field".
std::vector<std::string> lines_of(TableReader table) {
  std::vector<std::string> lines;
  while (table.next()) {
    std::vector<std::string_view> texts;
    for (const TableField& field : table.fields()) texts.push_back(field.text);
    lines.push_back(fmt::format("{}:{}", table.line(), fmt::join(texts, "|")));
  }
  return lines;
}

std::vector<std::string> lines_of(std::string_view text, TableOptions options = {}) {
  return lines_of(reader(text, std::move(options)));
}

const TableOptions kPairs{.field_counts = {3}, .numbers_from = 2};

TEST(TableReader, OneSeparatorPartsTheFieldsOfAFile) {
  EXPECT_THAT(lines_of("a b\tc,d\te;f\n"), ElementsAre("1:a b|c,d|e;f"));
  EXPECT_THAT(lines_of("a b;c,d\n"), ElementsAre("1:a b|c,d"));
  EXPECT_THAT(lines_of("a b,c d\n"), ElementsAre("1:a b|c d"));
  EXPECT_THAT(lines_of("a  b \n  c \t d\n"), ElementsAre("1:a|b", "2:c|d"));
}

TEST(TableReader, TheSeparatorIsTheOneThatGivesTheFieldsAskedFor) {
  EXPECT_THAT(lines_of("a b 3,5\nc d 2,5\n", kPairs), ElementsAre("1:a|b|3,5", "2:c|d|2,5"));
  EXPECT_THAT(lines_of("a,b;c,3\nd,e,2\n", kPairs), ElementsAre("1:a|b;c|3", "2:d|e|2"));
  EXPECT_THAT(lines_of("a::b::3\n", {.field_counts = {3, 2},
                                     .separators = {Separator::kTab, Separator::kDoubleColon,
                                                    Separator::kBlanks}}),
              ElementsAre("1:a|b|3"));
}

TEST(TableReader, BlanksAroundFieldsAndEmptyOnesAtTheEndAreLeftOut) {
  EXPECT_THAT(lines_of("a , b ,c,, \n\n \t\n , d,e\r\n"), ElementsAre("1:a|b|c", "4:|d|e"));
  EXPECT_THAT(lines_of("a\t b \t\t\n"), ElementsAre("1:a|b"));
  EXPECT_THAT(lines_of("\xef\xbb\xbf# note\na\tb\n"), ElementsAre("2:a|b"));
  EXPECT_THAT(lines_of("#a\tb\n", {.comments = false}), ElementsAre("1:#a|b"));
  EXPECT_THAT(lines_of(""), IsEmpty());
}

TEST(TableReader, QuotesAreThoseOfCsv) {
  EXPECT_THAT(lines_of("\"a, b\",\"say \"\"c\"\"\",\"\"\n"), ElementsAre("1:a, b|say \"c\"|"));
  EXPECT_THAT(lines_of("\"a\tb\"\t\"c\"\n"), ElementsAre("1:a\tb|c"));
  EXPECT_THAT(lines_of("\"a b\" \"c\"\n"), ElementsAre("1:a b|c"));
  EXPECT_THAT(lines_of("\"a\nb\nc\" , d\ne,f\n"), ElementsAre("1:a\nb\nc|d", "4:e|f"));
  EXPECT_THAT(lines_of("\"a \"\"\n\"\" b\",d\ne,f\n"), ElementsAre("1:a \"\n\" b|d", "3:e|f"));
}

TEST(TableReader, OtherQuotesStay) {
  EXPECT_THAT(lines_of("a\t\"b\" c\nd\t\"e\n\"\tf\n"),
              ElementsAre("1:a|\"b\" c", "2:d|\"e", "3:\"|f"));
  EXPECT_THAT(lines_of("a,b \"c\"\n"), ElementsAre("1:a|b \"c\""));
  EXPECT_THAT([] { lines_of("a,b\nc,\"d\ne,f\n"); },
              ThrowsMessage<FormatError>(HasSubstr("t.csv:2: a field begins with a quote")));
}

TEST(TableReader, TextMayGoOverTheRestOfALine) {
  TableReader table = reader("a,Good, \"very\" good ;)\n\"a\",\"Wall St.\",\"Up, up\"\n",
                             {.separators = {Separator::kComma}});
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table.text_from(1), "Good, \"very\" good ;)");
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table.text_from(1), "Wall St. Up, up");
  EXPECT_FALSE(table.next());
}

TEST(TableReader, ColumnsAreTakenByNumberOrName) {
  EXPECT_THAT(lines_of("a,b,c\nd,e,f\n", {.columns = {"3", "1"}}), ElementsAre("1:c|a", "2:f|d"));
  TableReader named = reader("x;y;z\nd;e;f\n", {.columns = {"z", "y"}});
  EXPECT_THAT(named.notes(), ElementsAre("t.csv: line 1 is taken for a header: x, y, z"));
  EXPECT_THAT(named.header(), ElementsAre("z", "y"));
  EXPECT_THAT(lines_of(std::move(named)), ElementsAre("2:f|e"));
  EXPECT_THAT(
      [] {
        reader("a,b\n", {.columns = {"a", "c"}});
      },
      ThrowsMessage<FormatError>(HasSubstr("t.csv:1: has no columns named a, c")));
  EXPECT_THAT([] { lines_of("a,b\nc\n", {.columns = {"2"}}); },
              ThrowsMessage<FormatError>(HasSubstr("t.csv:2: has 1 columns, parted by commas, but "
                                                   "column 2 was asked for")));
  EXPECT_THROW(reader("a,b\n", {.columns = {"0"}}), OptionError);
}

TEST(TableReader, ColumnsThatCountTheLinesAreLeftOut) {
  TableReader pandas = reader(",word1,word2,score\n0,film,movie,3.8\n1,film,dog,0.5\n", kPairs);
  EXPECT_THAT(pandas.notes(),
              ElementsAre("t.csv: the first column counts the lines and is left out"));
  EXPECT_THAT(lines_of(std::move(pandas)),
              ElementsAre("1:word1|word2|score", "2:film|movie|3.8", "3:film|dog|0.5"));
  EXPECT_THAT(lines_of("\"w1\" \"w2\" \"s\"\n\"1\" \"a\" \"b\" 3\n\"2\" \"a\" \"c\" 2\n", kPairs),
              ElementsAre("1:w1|w2|s", "2:a|b|3", "3:a|c|2"));
  TableOptions counting = kPairs;
  counting.counts_lines = true;
  EXPECT_THAT(lines_of("0,a,b,3\n1,c,d,2\n", counting), ElementsAre("1:a|b|3", "2:c|d|2"));
  EXPECT_THAT(lines_of("id,x,y,s\n1,a,b,3\n2,c,d,2\n", counting),
              ElementsAre("1:x|y|s", "2:a|b|3", "3:c|d|2"));
  EXPECT_THAT(lines_of("1,a,b,3\n3,c,d,2\n", counting), ElementsAre("1:1|a|b|3", "2:3|c|d|2"));
  EXPECT_THAT(lines_of("1,2,5\n2,4,3\n", counting), ElementsAre("1:1|2|5", "2:2|4|3"));
}

TEST(MayNameNumbers, AWordDoesAndASlipDoesNot) {
  for (const char* name : {"score", "Human (mean)", "SimLex999", "note2", "оценка"}) {
    EXPECT_TRUE(may_name_numbers(name)) << name;
  }
  for (const char* slip :
       {"7.5x", "x7.5", "5,0 ", "", "-", "?", "ca. 7", "O.5", "1e999", "NA", "nan"}) {
    EXPECT_FALSE(may_name_numbers(slip)) << slip;
  }
}

// Each line of a field in quotes is looked at once: this would take minutes otherwise.
TEST(TableReader, LongFieldsInQuotesTakeTimeLinearInTheirLength) {
  std::string text = "a,\"";
  for (int i = 0; i < 200'000; ++i) text += "\"\"\n";
  for (int i = 0; i < 200'000; ++i) text += "\",\"\n";
  text += '"';
  TableReader table = reader(text);
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table.fields().size(), 200'002U);
  EXPECT_FALSE(table.next());
}

TEST(TableReader, InvisibleBlanksAreNoPartOfAField) {
  EXPECT_THAT(lines_of("\xef\xbb\xbf"
                       "a\xc2\xa0\t\xe3\x80\x80 b c \xe2\x80\x8b\t\xc2\xa0"
                       "9.5\n"),
              ElementsAre("1:a|b c|9.5"));
  EXPECT_THAT(lines_of("x,\xef\xbb\xbf,a\xc2\xa0z,\"\xc2\xa0\"\n"),
              ElementsAre("1:x||a\xc2\xa0z|\xc2\xa0"));
  EXPECT_THAT(lines_of("caf\xc3\xa9\t\xe4\xb8\xad\n"), ElementsAre("1:café|中"));
}

TEST(TableReader, WhatIsNoTextOrNoTableIsRefused) {
  using namespace std::string_view_literals;
  const auto error_of = [](std::string_view text) {
    try {
      lines_of(text, {.field_counts = {2}});
    } catch (const FormatError& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_THAT(error_of("a\tb\ncaf\xe9\tb\n"), HasSubstr("t.csv:2: not UTF-8"));
  EXPECT_THAT(error_of("a\tb\na\0c\tb\n"sv), HasSubstr("t.csv:2: has a NUL byte"));
  EXPECT_THAT(error_of("{\"label\": 1, \"text\": 2}\n"), HasSubstr("t.csv:1: is JSON"));
  EXPECT_THAT(error_of("<!DOCTYPE html>, x\n"), HasSubstr("t.csv:1: is a page of the web"));
}

TEST(TextLines, EndByReturnsAloneWhereThereAreNoLineFeeds) {
  const testing::TempDir dir;
  TextLines lines = TextLines::of_file(dir.write("x", "a\tb\rc\td\r"));
  EXPECT_EQ(lines.next(), "a\tb");
  EXPECT_EQ(lines.next(), "c\td");
  EXPECT_EQ(lines.next(), std::nullopt);
}

TEST(TextLines, FilesOfOtherKindsAreNamed) {
  using namespace std::string_literals;
  const testing::TempDir dir;
  for (const auto& [bytes, name] : {std::pair{"\xff\xfe"
                                              "a\0\t\0b\0\n\0"s,
                                              "is UTF-16 text: convert it to UTF-8"},
                                    {"PK\x03\x04"s, "is a ZIP archive"},
                                    {"%PDF-1.4\n"s, "is a PDF document"}}) {
    const std::string path = dir.write("x", bytes).string();
    EXPECT_THAT([&] { TextLines::of_file(path).next(); },
                ThrowsMessage<FormatError>(HasSubstr(name)));
  }
}

}  // namespace table_reader_test
}  // namespace eigenlex::internal
