#include "eigenlex/factor/csr_cells.hpp"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/matrices.hpp"

namespace eigenlex {
namespace csr_cells_test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CsrMatrix<float> example() {
  CsrMatrix<float> matrix;
  matrix.rows = 3;
  matrix.cols = 4;
  matrix.indptr = {0, 2, 2, 3};
  matrix.indices = {1, 3, 0};
  matrix.values = {5, 0, -2};
  return matrix;
}

TEST(CsrCells, ReadsTargetsAndWeightsByRow) {
  const CsrCells cells(example(), {0.5f, 2, 1});
  EXPECT_EQ(cells.rows(), 3);
  EXPECT_EQ(cells.cols(), 4);
  EXPECT_EQ(cells.row_size(0), 2);
  CellBuffer row;
  cells.read_row(0, row);
  EXPECT_THAT(row.indices, ElementsAre(1, 3));
  EXPECT_THAT(row.targets, ElementsAre(5, 0));
  EXPECT_THAT(row.weights, ElementsAre(0.5f, 2));
  cells.read_row(1, row);
  EXPECT_THAT(row.indices, IsEmpty());
  EXPECT_THAT(row.targets, IsEmpty());
  EXPECT_THAT(row.weights, IsEmpty());
}

TEST(CsrCells, TransposedHasTheSameCellsByColumn) {
  const CsrCells cells = CsrCells(example(), {0.5f, 2, 1}).transposed();
  EXPECT_EQ(cells.rows(), 4);
  EXPECT_EQ(cells.cols(), 3);
  CellBuffer row;
  cells.read_row(3, row);
  EXPECT_THAT(row.indices, ElementsAre(0));
  EXPECT_THAT(row.targets, ElementsAre(0));
  EXPECT_THAT(row.weights, ElementsAre(2));
  cells.read_row(0, row);
  EXPECT_THAT(row.indices, ElementsAre(2));
  EXPECT_THAT(row.targets, ElementsAre(-2));
  EXPECT_EQ(cells.row_size(2), 0);
}

TEST(CsrCells, RefusesWhatIsNoWeightOrTarget) {
  EXPECT_THROW(CsrCells(example(), {1, 1}), OptionError);
  EXPECT_THROW(CsrCells(example(), {1, -1, 1}), OptionError);
  EXPECT_THROW(CsrCells(example(), {1, NAN, 1}), OptionError);
  CsrMatrix<float> infinite = example();
  infinite.values[0] = std::numeric_limits<float>::infinity();
  EXPECT_THROW(CsrCells(infinite, {1, 1, 1}), OptionError);
}

TEST(ImplicitFeedback, ValuesBecomeConfidenceInAPreferenceOfOne) {
  CsrMatrix<float> plays = example();
  plays.values = {3, 0, 0.5f};
  CellBuffer row;
  const CsrCells cells = implicit_feedback(plays, 40);
  cells.read_row(0, row);
  EXPECT_THAT(row.targets, ElementsAre(1, 1));
  EXPECT_THAT(row.weights, ElementsAre(121, 1));
  EXPECT_THROW(implicit_feedback(example(), 1), OptionError);
  EXPECT_THROW(implicit_feedback(plays, -1), OptionError);
  EXPECT_THROW(implicit_feedback(plays, NAN), OptionError);
}

}  // namespace csr_cells_test
}  // namespace eigenlex
