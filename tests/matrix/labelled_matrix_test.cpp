#include "eigenlex/matrix/labelled_matrix.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace labelled_matrix_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

MatrixEntries some_entries() {
  return {.entries = {{0, 1, 2}, {1, 0, 3}, {2, 1, 4}, {2, 0, 5}, {2, 2, 6}},
          .row_names = {"ann", "bob", "cyd"},
          .column_names = {"x", "y", "z"}};
}

TEST(LabelledMatrix, KeepsTheOrderGiven) {
  const LabelledMatrix matrix = labelled_matrix(some_entries(), LabelOrder::kAsGiven);
  EXPECT_THAT(matrix.rows.words(), ElementsAre("ann", "bob", "cyd"));
  EXPECT_THAT(matrix.rows.counts(), ElementsAre(1, 1, 3));
  EXPECT_THAT(matrix.columns.counts(), ElementsAre(2, 2, 1));
  EXPECT_THAT(matrix.values.indptr, ElementsAre(0, 1, 2, 5));
  EXPECT_THAT(matrix.values.indices, ElementsAre(1, 0, 0, 1, 2));
  EXPECT_THAT(matrix.values.values, ElementsAre(2, 3, 5, 4, 6));
  EXPECT_EQ(matrix.duplicates, 0);
}

TEST(LabelledMatrix, PutsTheLargestRowsAndColumnsFirst) {
  const LabelledMatrix matrix = labelled_matrix(some_entries(), LabelOrder::kBySize);
  EXPECT_THAT(matrix.rows.words(), ElementsAre("cyd", "ann", "bob"));
  EXPECT_THAT(matrix.columns.words(), ElementsAre("x", "y", "z"));
  EXPECT_THAT(matrix.values.indptr, ElementsAre(0, 3, 4, 5));
  EXPECT_THAT(matrix.values.indices, ElementsAre(0, 1, 2, 1, 0));
  EXPECT_THAT(matrix.values.values, ElementsAre(5, 4, 6, 2, 3));
}

TEST(LabelledMatrix, AddsTheEntriesOfACell) {
  MatrixEntries entries = some_entries();
  entries.entries.push_back({0, 1, 0.5});
  entries.entries.push_back({0, 1, 1});
  const LabelledMatrix matrix = labelled_matrix(std::move(entries), LabelOrder::kAsGiven);
  EXPECT_EQ(matrix.values.values[0], 3.5f);
  EXPECT_EQ(matrix.values.nonzeros(), 5);
  EXPECT_EQ(matrix.duplicates, 2);
}

TEST(LabelledMatrix, LeavesOutCellsOfZeroAndWhatIsThenEmpty) {
  MatrixEntries entries = some_entries();
  entries.entries[4].value = 0;           // the only cell of column z
  entries.entries.push_back({0, 1, -2});  // the only cell of row ann
  const LabelledMatrix matrix = labelled_matrix(std::move(entries), LabelOrder::kAsGiven);
  EXPECT_THAT(matrix.rows.words(), ElementsAre("bob", "cyd"));
  EXPECT_THAT(matrix.columns.words(), ElementsAre("x", "y"));
  EXPECT_EQ(matrix.values.rows, 2);
  EXPECT_EQ(matrix.values.cols, 2);
  EXPECT_THAT(matrix.values.values, ElementsAre(3, 5, 4));
}

TEST(LabelledMatrix, RefusesASumThatOverflows) {
  MatrixEntries entries{
      .entries = {{0, 0, 3e38f}, {0, 0, 3e38f}}, .row_names = {"r"}, .column_names = {"c"}};
  try {
    labelled_matrix(std::move(entries), LabelOrder::kAsGiven);
    FAIL();
  } catch (const FormatError& error) {
    EXPECT_THAT(error.what(), HasSubstr("row \"r\", column \"c\""));
  }
}

TEST(LabelledMatrix, MayBeEmpty) {
  const LabelledMatrix matrix = labelled_matrix({}, LabelOrder::kBySize);
  EXPECT_EQ(matrix.values.rows, 0);
  EXPECT_EQ(matrix.values.nonzeros(), 0);
}

}  // namespace labelled_matrix_test
}  // namespace eigenlex
