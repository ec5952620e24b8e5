#include "eigenlex/matrix/matrix_file.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TempDir;

LabelledMatrix read(const std::string& bytes) {
  const TempDir folder;
  return read_matrix_file(folder.write("matrix", bytes).string());
}

/// The message of the FormatError for a file of these bytes, or nothing.
std::string error_of(const std::string& bytes) {
  try {
    read(bytes);
  } catch (const FormatError& error) {
    return error.what();
  }
  return "";
}

TEST(MatrixFile, ReadsRowColumnAndValue) {
  const LabelledMatrix matrix = read("ann\tx\t2\nbob\ty\t-1.5\nann\ty\t3e1\n");
  EXPECT_THAT(matrix.rows.words(), ElementsAre("ann", "bob"));
  EXPECT_THAT(matrix.columns.words(), ElementsAre("y", "x"));
  EXPECT_THAT(matrix.values.indptr, ElementsAre(0, 2, 3));
  EXPECT_THAT(matrix.values.indices, ElementsAre(0, 1, 0));
  EXPECT_THAT(matrix.values.values, ElementsAre(30, 2, -1.5));
}

TEST(MatrixFile, TakesEveryValueAsOneWhereThereIsNone) {
  const LabelledMatrix matrix = read("ann\tx\nann\ty\nbob\tx\nann\tx\n");
  EXPECT_THAT(matrix.values.values, ElementsAre(2, 1, 1));
  EXPECT_EQ(matrix.duplicates, 1);
}

TEST(MatrixFile, SkipsTheNamesOfFieldsBlankLinesAndWhatFollowsTheValue) {
  const LabelledMatrix matrix =
      read("\xef\xbb\xbfuser\titem\trating\ttime\r\n\r\n1\t7\t4\t881250949\r\n2\t7\t5\t0");
  EXPECT_THAT(matrix.rows.words(), ElementsAre("1", "2"));
  EXPECT_THAT(matrix.columns.words(), ElementsAre("7"));
  EXPECT_THAT(matrix.values.values, ElementsAre(4, 5));
}

TEST(MatrixFile, DoesNotDependOnTheOrderOfLines) {
  const LabelledMatrix one = read("a\tx\t1\nb\ty\t2\nb\tx\t3\n");
  const LabelledMatrix two = read("b\tx\t3\na\tx\t1\nb\ty\t2\n");
  EXPECT_EQ(one.rows.words(), two.rows.words());
  EXPECT_EQ(one.columns.words(), two.columns.words());
  EXPECT_EQ(one.values.indices, two.values.indices);
  EXPECT_EQ(one.values.values, two.values.values);
}

TEST(MatrixFile, NamesMayHoldAnyBytesButTabs) {
  const LabelledMatrix matrix = read("Ann Lee\t#1 \xff\t1\n");
  EXPECT_THAT(matrix.rows.words(), ElementsAre("Ann Lee"));
  EXPECT_THAT(matrix.columns.words(), ElementsAre("#1 \xff"));
}

TEST(MatrixFile, NamesTheLineThatIsWrong) {
  EXPECT_THAT(error_of("a\tx\t1\nb x 1\n"), HasSubstr("matrix:2: has no tab"));
  EXPECT_THAT(error_of("a\tx\t1\nb\tx\n"), HasSubstr("matrix:2: has no value"));
  EXPECT_THAT(error_of("a\tx\nb\tx\t1\n"), HasSubstr("matrix:2: has a value"));
  EXPECT_THAT(error_of("a\tx\t1\n\tx\t1\n"), HasSubstr("matrix:2: the name of the row is empty"));
  EXPECT_THAT(error_of("a\tx\t1\na\t\t1\n"), HasSubstr("matrix:2: the name of the column"));
  for (const char* value : {"nan", "inf", "-inf", "1e39", "1e999", "five", "", "1,5", "+-1"}) {
    EXPECT_THAT(error_of(std::string("a\tx\t1\n\nb\tx\t") + value + "\n"),
                HasSubstr("matrix:3: the value is \"" + std::string(value) + "\""));
  }
}

TEST(MatrixFile, RefusesAFileWithoutCells) {
  for (const char* text :
       {"", "\n\n", "user\titem\trating\n", "a\tx\t0\n", "a\tx\t1\na\tx\t-1\n"}) {
    EXPECT_THAT(error_of(text), HasSubstr("holds no cell")) << text;
  }
}

}  // namespace
}  // namespace eigenlex
