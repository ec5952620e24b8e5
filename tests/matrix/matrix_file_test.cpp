#include "eigenlex/matrix/matrix_file.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/matrix_text.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace matrix_file_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::matrix_text_error;
using testing::read_matrix_text;
using testing::TempDir;

TEST(MatrixFile, ReadsRowColumnAndValue) {
  const LabelledMatrix matrix = read_matrix_text("ann\tx\t2\nbob\ty\t-1.5\nann\ty\t3e1\n");
  EXPECT_THAT(matrix.rows.words(), ElementsAre("ann", "bob"));
  EXPECT_THAT(matrix.columns.words(), ElementsAre("y", "x"));
  EXPECT_THAT(matrix.values.indptr, ElementsAre(0, 2, 3));
  EXPECT_THAT(matrix.values.indices, ElementsAre(0, 1, 0));
  EXPECT_THAT(matrix.values.values, ElementsAre(30, 2, -1.5));
}

TEST(MatrixFile, TakesEveryValueAsOneWhereThereIsNone) {
  const LabelledMatrix matrix = read_matrix_text("ann\tx\nann\ty\nbob\tx\nann\tx\n");
  EXPECT_THAT(matrix.values.values, ElementsAre(2, 1, 1));
  EXPECT_EQ(matrix.duplicates, 1);
}

TEST(MatrixFile, SkipsTheNamesOfFieldsBlankLinesAndWhatFollowsTheValue) {
  const LabelledMatrix matrix = read_matrix_text(
      "\xef\xbb\xbfuser\titem\trating\ttime\r\n\r\n1\t7\t4\t881250949\r\n2\t7\t5\t0");
  EXPECT_THAT(matrix.rows.words(), ElementsAre("1", "2"));
  EXPECT_THAT(matrix.columns.words(), ElementsAre("7"));
  EXPECT_THAT(matrix.values.values, ElementsAre(4, 5));
}

TEST(MatrixFile, DoesNotDependOnTheOrderOfLines) {
  const LabelledMatrix one = read_matrix_text("a\tx\t1\nb\ty\t2\nb\tx\t3\n");
  const LabelledMatrix two = read_matrix_text("b\tx\t3\na\tx\t1\nb\ty\t2\n");
  EXPECT_EQ(one.rows.words(), two.rows.words());
  EXPECT_EQ(one.columns.words(), two.columns.words());
  EXPECT_EQ(one.values.indices, two.values.indices);
  EXPECT_EQ(one.values.values, two.values.values);
}

TEST(MatrixFile, NamesAreAnyTextButTabs) {
  const LabelledMatrix matrix = read_matrix_text("Ann Lee\t#1 \x01\t1\n");
  EXPECT_THAT(matrix.rows.words(), ElementsAre("Ann Lee"));
  EXPECT_THAT(matrix.columns.words(), ElementsAre("#1 \x01"));
  EXPECT_THAT(matrix_text_error("Ann\tx\t1\nRen\xe9\tx\t1\n"), HasSubstr("matrix:2: not UTF-8"));
}

TEST(MatrixFile, CommentsBeforeTheFirstEntryAreLeftOut) {
  const LabelledMatrix matrix = read_matrix_text("# Graph\n#\n# From\tTo\n0\t1\n#2\t1\n");
  EXPECT_THAT(matrix.rows.words(), ElementsAre("#2", "0"));
  EXPECT_THAT(matrix.notes,
              ElementsAre(HasSubstr("3 lines at the beginning are left out as comments")));
  EXPECT_THAT(read_matrix_text("#metoo\t1\na\t1\n").rows.words(), ElementsAre("#metoo", "a"));
}

TEST(MatrixFile, ValuesThatVanishInFloatAreRefused) {
  for (const char* value : {"1e-50", "-0.1e-60", "1e-400"}) {
    EXPECT_THAT(matrix_text_error(std::string("a\tx\t1\nb\tx\t") + value + "\n"),
                HasSubstr("matrix:2: the value is \"" + std::string(value) + "\""));
  }
  EXPECT_EQ(read_matrix_text("a\tx\t1e-44\nb\tx\t0e-50\n").values.nonzeros(), 1);
}

TEST(MatrixFile, NamesTheLineThatIsWrong) {
  EXPECT_THAT(
      matrix_text_error("a\tx\t1\nb\tx\t1\nb x 1\n"),
      HasSubstr("matrix:3: must be a row, a column, and maybe a value; found 1 fields, parted "
                "by tabs"));
  EXPECT_THAT(matrix_text_error("ann\n"), HasSubstr("matrix:1: must be a row, a column"));
  EXPECT_THAT(matrix_text_error("a\tx\t1\nb\tx\n"), HasSubstr("matrix:2: has no value"));
  EXPECT_THAT(matrix_text_error("a\tx\nb\tx\t1\n"), HasSubstr("matrix:2: has a value"));
  EXPECT_THAT(matrix_text_error("a\tx\t1\n\tx\t1\n"),
              HasSubstr("matrix:2: the name of the row is empty"));
  EXPECT_THAT(matrix_text_error("a\tx\t1\na\t\t1\n"),
              HasSubstr("matrix:2: the name of the column"));
  for (const char* value : {"nan", "inf", "-inf", "1e39", "1e999", "five", "1,5,5", "+-1"}) {
    EXPECT_THAT(matrix_text_error(std::string("a\tx\t1\n\nb\tx\t") + value + "\n"),
                HasSubstr("matrix:3: the value is \"" + std::string(value) + "\""));
  }
}

TEST(MatrixFile, OneSeparatorPartsTheFieldsOfAFile) {
  for (const char* text :
       {"ann::x 1::5::978300760\nbob::y, z::3::978302109\n", "ann;x 1;5\nbob;y, z;3\n",
        "ann,x 1,5\nbob,\"y, z\",3\n", "\"ann\" \"x 1\" 5\nbob \"y, z\" 3\n",
        "\"User-ID\";\"ISBN\";\"Book-Rating\"\n\"ann\";\"x 1\";\"5\"\n\"bob\";\"y, z\";\"3\"\n",
        ",userId,itemId,rating\n0,ann,x 1,5\n1,bob,\"y, z\",3\n"}) {
    const LabelledMatrix matrix = read_matrix_text(text);
    EXPECT_THAT(matrix.rows.words(), ElementsAre("ann", "bob")) << text;
    EXPECT_THAT(matrix.columns.words(), ElementsAre("x 1", "y, z")) << text;
    EXPECT_THAT(matrix.values.values, ElementsAre(5, 3)) << text;
  }
}

TEST(MatrixFile, NoLineIsLostOrMadeInSilence) {
  const LabelledMatrix slip = read_matrix_text("ann\tx\t5,0\nbob\tx\t4\nbob\ty\t3\n");
  EXPECT_THAT(slip.rows.words(), ElementsAre("bob", "ann"));
  EXPECT_THAT(slip.values.values, ElementsAre(4, 3, 5));
  const LabelledMatrix clicks = read_matrix_text("user\titem\nann\tx\nbob\tx\nbob\ty\n");
  EXPECT_THAT(clicks.rows.words(), ElementsAre("bob", "ann"));
  EXPECT_THAT(clicks.notes, ElementsAre(HasSubstr("line 1 is taken for a header: user, item")));
  EXPECT_THAT(read_matrix_text("Kunde,Ding\n1,7\n2,7\n").rows.words(), ElementsAre("1", "2"));
  const LabelledMatrix unknown = read_matrix_text("wer\twas\nann\tx\nbob\tx\n");
  EXPECT_EQ(unknown.rows.size(), 3);
  EXPECT_THAT(unknown.notes, ElementsAre(HasSubstr("line 1 is read as an entry, though")));
  EXPECT_THAT(matrix_text_error("a\tx\t4.5x\nb\tx\t1\n"),
              HasSubstr("matrix:1: the value is \"4.5x\""));
  EXPECT_THAT(matrix_text_error("a\tx\t1,234\nb\tx\t1\n"),
              HasSubstr("matrix:1: the number \"1,234\""));
  EXPECT_THAT(matrix_text_error("a,x,3,5\nb,x,4,0\n"),
              HasSubstr("matrix:1: \"3,5\" may be a value"));
}

TEST(MatrixFile, AHeaderSaysWhereTheValuesAre) {
  const LabelledMatrix times =
      read_matrix_text("userId,itemId,timestamp,rating\n1,7,88,4\n2,7,89,5\n");
  EXPECT_THAT(times.values.values, ElementsAre(4, 5));
  EXPECT_EQ(times.notes.size(), 2U);
  EXPECT_THAT(read_matrix_text("user\titem\ttimestamp\nann\tx\t88\nann\tx\t89\n").values.values,
              ElementsAre(2));
}

TEST(MatrixFile, ColumnsMayBeNamed) {
  const TempDir folder;
  const auto path = folder.write("m.csv", "wann,wer,was,wieviel\n9,ann,x,2\n8,bob,x,3\n").string();
  EXPECT_THAT(read_matrix_file(path, {}, {"wer", "was", "wieviel"}).values.values,
              ElementsAre(2, 3));
  EXPECT_THAT(read_matrix_file(path, {}, {"2", "3", "4"}).rows.words(), ElementsAre("ann", "bob"));
  EXPECT_THAT(read_matrix_file(path, {}, {"wer", "was"}).values.values, ElementsAre(1, 1));
  EXPECT_THROW(read_matrix_file(path, {}, {"wer"}), OptionError);
}

TEST(MatrixFile, RefusesAFileWithoutCells) {
  for (const char* text :
       {"", "\n\n", "user\titem\trating\n", "a\tx\t0\n", "a\tx\t1\na\tx\t-1\n"}) {
    EXPECT_THAT(matrix_text_error(text), HasSubstr("holds no cell")) << text;
  }
}

}  // namespace matrix_file_test
}  // namespace eigenlex
