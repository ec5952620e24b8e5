#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/matrix_file.hpp"

#include "support/matrix_text.hpp"

namespace eigenlex::internal {
namespace matrix_market_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::matrix_text_error;
using testing::read_matrix_text;

const std::string kReal = "%%MatrixMarket matrix coordinate real general\n";

TEST(MatrixMarket, ReadsRealNumbers) {
  const LabelledMatrix matrix = read_matrix_text(
      kReal + "% made by hand\n\n3 2 4\n1 1 1.5\n3 2 -2\n  3\t1   +4e0 \n2 2 0.25\n");
  EXPECT_THAT(matrix.rows.words(), ElementsAre("1", "2", "3"));
  EXPECT_THAT(matrix.columns.words(), ElementsAre("1", "2"));
  EXPECT_THAT(matrix.values.indptr, ElementsAre(0, 1, 2, 4));
  EXPECT_THAT(matrix.values.indices, ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(matrix.values.values, ElementsAre(1.5, 0.25, 4, -2));
}

TEST(MatrixMarket, ReadsIntegersAndPatterns) {
  EXPECT_THAT(read_matrix_text(
                  "%%matrixmarket MATRIX Coordinate Integer General\r\n1 2 2\r\n1 1 7\r\n1 2 9\r\n")
                  .values.values,
              ElementsAre(7, 9));
  EXPECT_THAT(
      read_matrix_text("%%MatrixMarket matrix coordinate unsigned-integer general\n1 1 1\n1 1 8\n")
          .values.values,
      ElementsAre(8));
  EXPECT_THAT(
      read_matrix_text("%%MatrixMarket matrix coordinate pattern general\n1 2 2\n1 2\n1 1\n")
          .values.values,
      ElementsAre(1, 1));
}

TEST(MatrixMarket, CommentsMayBeIndented) {
  EXPECT_THAT(read_matrix_text(kReal + "  % note\n1 1 1\n\t% note\n 1 1 3 \n").values.values,
              ElementsAre(3));
}

TEST(MatrixMarket, FillsInTheOtherHalfOfASymmetricMatrix) {
  const LabelledMatrix matrix =
      read_matrix_text("%%MatrixMarket matrix coordinate real symmetric\n2 2 2\n1 1 3\n2 1 5\n");
  EXPECT_THAT(matrix.values.indptr, ElementsAre(0, 2, 3));
  EXPECT_THAT(matrix.values.indices, ElementsAre(0, 1, 0));
  EXPECT_THAT(matrix.values.values, ElementsAre(3, 5, 5));
}

TEST(MatrixMarket, KeepsTheOrderOfRowsAndLeavesOutEmptyOnes) {
  const LabelledMatrix matrix = read_matrix_text(kReal + "12 3 3\n11 1 1\n2 1 1\n2 3 1\n");
  EXPECT_THAT(matrix.rows.words(), ElementsAre("2", "11"));
  EXPECT_THAT(matrix.columns.words(), ElementsAre("1", "3"));
}

TEST(MatrixMarket, AddsTheEntriesOfACell) {
  const LabelledMatrix matrix = read_matrix_text(kReal + "1 1 3\n1 1 1\n1 1 2\n1 1 0.5\n");
  EXPECT_THAT(matrix.values.values, ElementsAre(3.5));
  EXPECT_EQ(matrix.duplicates, 2);
}

TEST(MatrixMarket, AHeaderThatLiesAboutSizesCostsNothing) {
  const LabelledMatrix matrix =
      read_matrix_text(kReal + "2147483647 2147483647 1\n2147483647 1 1\n");
  EXPECT_THAT(matrix.rows.words(), ElementsAre("2147483647"));
  EXPECT_THAT(matrix_text_error(kReal + "9 9 9223372036854775807\n1 1 1\n"),
              HasSubstr("matrix:3: the file ends after 1 of 9223372036854775807 entries"));
}

TEST(MatrixMarket, RefusesABannerOfAnotherKind) {
  for (const auto& [rest, part] :
       {std::pair{"vector coordinate real general", "%%MatrixMarket"},
        {"matrix coordinate real", "%%MatrixMarket"},
        {"matrix coordinate real general more", "%%MatrixMarket"},
        {"matrix array real general", "\"array\""},
        {"matrix coordinate complex general", "\"complex\""},
        {"matrix coordinate real hermitian", "\"hermitian\""},
        {"matrix coordinate real skew-symmetric", "\"skew-symmetric\""}}) {
    const std::string error =
        matrix_text_error(std::string("%%MatrixMarket ") + rest + "\n1 1 1\n1 1 1\n");
    EXPECT_THAT(error, HasSubstr("matrix:1: "));
    EXPECT_THAT(error, HasSubstr(part));
  }
}

TEST(MatrixMarket, RefusesSizesOutOfRange) {
  for (const char* sizes : {"0 1 1", "-1 1 1", "2147483648 1 1", "1 99999999999999999999 1",
                            "1 1 -1", "1 1 9223372036854775808", "1 1", "1 1 1 1", "a b c"}) {
    EXPECT_THAT(matrix_text_error(kReal + sizes + "\n1 1 1\n"), HasSubstr("matrix:2: ")) << sizes;
  }
  EXPECT_THAT(matrix_text_error("%%MatrixMarket matrix coordinate real symmetric\n2 3 1\n1 1 1\n"),
              HasSubstr("as many rows as columns"));
  EXPECT_THAT(matrix_text_error(kReal), HasSubstr("ends before its sizes"));
}

TEST(MatrixMarket, RefusesEntriesThatDoNotFitTheHeader) {
  for (const char* entry : {"0 1 1", "3 1 1", "1 0 1", "1 4 1", "1 1", "1 1 1 1", "1.5 1 1",
                            "1 1 nan", "1 1 inf", "1 1 1e39", "1 1 x", "-1 1 1"}) {
    EXPECT_THAT(matrix_text_error(kReal + "2 3 2\n1 1 1\n" + entry + "\n"), HasSubstr("matrix:4: "))
        << entry;
  }
  EXPECT_THAT(matrix_text_error(kReal + "2 3 1\n1 1 1\n1 2 1\n"),
              HasSubstr("matrix:4: is one entry more"));
  EXPECT_THAT(matrix_text_error(kReal + "2 3 3\n1 1 1\n1 2 1\n"),
              HasSubstr("after 2 of 3 entries"));
  EXPECT_THAT(matrix_text_error("%%MatrixMarket matrix coordinate pattern general\n2 3 1\n1 1 1\n"),
              HasSubstr("matrix:3: must be a row and a column"));
  EXPECT_THAT(matrix_text_error("%%MatrixMarket matrix coordinate real symmetric\n2 2 1\n1 2 1\n"),
              HasSubstr("above the diagonal"));
}

TEST(MatrixMarket, AnyPrefixOfAFileIsAnErrorOrAMatrix) {
  const std::string text = kReal + "% note\n2 3 2\n1 1 1.25\n2 3 1e3\n";
  for (std::size_t size = 0; size < text.size(); ++size) {
    try {
      read_matrix_text(text.substr(0, size));
    } catch (const FormatError&) {
      // A prefix without its last digits or line end may still be whole.
    }
  }
}

}  // namespace matrix_market_test
}  // namespace eigenlex::internal
