#include "eigenlex/factor/pmi_cells.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <Eigen/Core>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/counts/counts_file.hpp"

#include "support/corpora.hpp"
#include "support/counts.hpp"
#include "support/matrices.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace pmi_cells_test {

using testing::context_name;
using ::testing::HasSubstr;
using testing::make_corpus;
using testing::to_dense;
using testing::zipf_documents;

constexpr auto kRows = PmiOrientation::kRows;
constexpr auto kColumns = PmiOrientation::kColumns;

/// Cells as dense matrices; where nothing is observed the weight is -1.
struct DenseCells {
  Eigen::MatrixXd targets;
  Eigen::MatrixXd weights;
};

DenseCells dense(const WeightedCells& cells) {
  DenseCells result{.targets = Eigen::MatrixXd::Zero(cells.rows(), cells.cols()),
                    .weights = Eigen::MatrixXd::Constant(cells.rows(), cells.cols(), -1)};
  CellBuffer row;
  for (std::int64_t i = 0; i < cells.rows(); ++i) {
    cells.read_row(i, row);
    EXPECT_EQ(std::ssize(row.indices), cells.row_size(i));
    EXPECT_TRUE(std::is_sorted(row.indices.begin(), row.indices.end()));
    for (std::size_t k = 0; k < row.indices.size(); ++k) {
      result.targets(i, row.indices[k]) = row.targets[k];
      result.weights(i, row.indices[k]) = row.weights[k];
    }
  }
  return result;
}

Eigen::MatrixXd dense_counts(const CooccurrenceMatrix& counts) {
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(counts.rows(), counts.cols());
  CountReader reader;
  reader.read(counts, 0, counts.rows());
  for (std::int64_t i = 0; i < counts.rows(); ++i) {
    reader.for_cells(i, [&](std::int32_t col, double count) { result(i, col) = count; });
  }
  return result;
}

class PmiCellsOf : public ::testing::TestWithParam<ContextKind> {
 protected:
  Corpus corpus_ = make_corpus(zipf_documents(60, 40, 50, 3));
  CooccurrenceMatrix counts_ = count_cooccurrences(corpus_, {.window = 4, .contexts = GetParam()});
  PpmiOptions ppmi_{.subsample = 1e-2};
  Margins margins_ = expected_margins(counts_, corpus_.vocabulary.counts(), 1e-2);

  DenseCells cells(PmiOrientation orientation, const CellWeightOptions& weight = {}) const {
    return dense(PmiCells(counts_, margins_, ppmi_, weight, orientation));
  }
};

INSTANTIATE_TEST_SUITE_P(Contexts, PmiCellsOf,
                         ::testing::Values(ContextKind::kSymmetric, ContextKind::kDirectional,
                                           ContextKind::kNear),
                         [](const auto& contexts) { return context_name(contexts.param); });

TEST_P(PmiCellsOf, TargetsAreThePpmiToTheLastBit) {
  EXPECT_EQ(cells(kRows).targets, to_dense(ppmi(counts_, margins_, ppmi_)));
}

TEST_P(PmiCellsOf, TargetsMayBeBelowZero) {
  const CellWeightOptions lower{.lowest_target = -1};
  const Eigen::MatrixXd targets = cells(kRows, lower).targets;
  const Eigen::MatrixXd positive = cells(kRows).targets;
  EXPECT_EQ(targets.cwiseMax(0), positive);
  EXPECT_EQ(targets.minCoeff(), -1);
  EXPECT_GT((targets.array() < 0 && targets.array() > -1).count(), 10);
  EXPECT_EQ(cells(kColumns, lower).targets.transpose(), targets);
}

TEST_P(PmiCellsOf, AreNotDamped) {
  PpmiOptions damped = ppmi_;
  damped.damping = 0.25;
  EXPECT_EQ(dense(PmiCells(counts_, margins_, damped, {}, kRows)).targets, cells(kRows).targets);
}

TEST_P(PmiCellsOf, WeightsFollowTheExpectedCount) {
  const CellWeightOptions options{.full_weight_count = 0.7, .exponent = 0.6};
  const Eigen::MatrixXd weights = cells(kRows, options).weights;
  const Eigen::MatrixXd counts = dense_counts(counts_);
  int full = 0, partial = 0;
  for (Eigen::Index i = 0; i < counts.rows(); ++i) {
    for (Eigen::Index j = 0; j < counts.cols(); ++j) {
      if (counts(i, j) == 0) {
        EXPECT_EQ(weights(i, j), -1);
        continue;
      }
      const double x = counts(i, j) * margins_.row_scale[static_cast<std::size_t>(i)] *
                       margins_.col_scale[static_cast<std::size_t>(j)];
      const double weight = std::min(1.0, std::pow(x / 0.7, 0.6));
      ++(weight < 1 ? partial : full);
      // Rounding of logarithms of about 10.
      EXPECT_NEAR(weights(i, j), weight, 1e-5);
    }
  }
  EXPECT_GT(full, 10);
  EXPECT_GT(partial, 10);
}

TEST_P(PmiCellsOf, ColumnsAreTheTransposedRows) {
  const DenseCells by_rows = cells(kRows);
  const DenseCells by_columns = cells(kColumns);
  ASSERT_EQ(by_columns.targets.rows(), counts_.cols());
  ASSERT_EQ(by_columns.targets.cols(), counts_.rows());
  EXPECT_EQ(by_columns.targets.transpose(), by_rows.targets);
  EXPECT_EQ(by_columns.weights.transpose(), by_rows.weights);
}

TEST_P(PmiCellsOf, WideCountsGiveTheSameCells) {
  const auto& narrow = std::get<CooccurrenceMatrix::Narrow>(counts_.cells);
  CooccurrenceMatrix::Wide wide;
  wide.rows = narrow.rows;
  wide.cols = narrow.cols;
  wide.indptr = narrow.indptr;
  wide.indices = narrow.indices;
  wide.values.assign(narrow.values.begin(), narrow.values.end());
  const CooccurrenceMatrix counts{.cells = wide, .unit = counts_.unit};
  for (const PmiOrientation orientation : {kRows, kColumns}) {
    const DenseCells result = dense(PmiCells(counts, margins_, ppmi_, {}, orientation));
    EXPECT_EQ(result.targets, cells(orientation).targets);
    EXPECT_EQ(result.weights, cells(orientation).weights);
  }
}

TEST_P(PmiCellsOf, CountsInFilesGiveTheSameCellsInAnyOrder) {
  const testing::TempDir folder;
  write_counts({.vocabulary = corpus_.vocabulary, .matrix = counts_}, folder / "counts");
  const Counts in_files = open_counts(folder / "counts");
  ASSERT_TRUE(in_files.matrix.is_stored());
  for (const PmiOrientation orientation : {kRows, kColumns}) {
    const PmiCells stored(in_files.matrix, margins_, ppmi_, {}, orientation);
    const DenseCells expected = cells(orientation);
    EXPECT_EQ(dense(stored).targets, expected.targets);
    EXPECT_EQ(dense(stored).weights, expected.weights);
    CellBuffer row;
    for (std::int64_t i = stored.rows() - 1; i >= 0; i -= 7) {
      stored.read_row(i, row);
      for (std::size_t k = 0; k < row.indices.size(); ++k) {
        EXPECT_EQ(row.targets[k], expected.targets(i, row.indices[k]));
      }
    }
  }
}

TEST_P(PmiCellsOf, RefusesMarginsOfAnotherMatrix) {
  Margins other = margins_;
  other.col_sums.pop_back();
  EXPECT_THROW(PmiCells(counts_, other, ppmi_, {}, kRows), OptionError);
}

TEST(CellWeightOptions, NamesTheFieldOutOfRange) {
  EXPECT_NO_THROW((CellWeightOptions{.full_weight_count = 100, .exponent = 0}.validate()));
  for (const double bad : {0.0, -1.0, HUGE_VAL, std::nan("")}) {
    EXPECT_THROW((CellWeightOptions{.full_weight_count = bad}.validate()), OptionError);
  }
  for (const double bad : {0.1, -HUGE_VAL, std::nan("")}) {
    EXPECT_THROW((CellWeightOptions{.lowest_target = bad}.validate()), OptionError);
  }
  for (const double bad : {-0.1, 1.1, std::nan("")}) {
    try {
      CellWeightOptions{.exponent = bad}.validate();
      ADD_FAILURE() << bad << " was accepted";
    } catch (const OptionError& error) {
      EXPECT_THAT(error.what(), HasSubstr("CellWeightOptions.exponent"));
    }
  }
}

}  // namespace pmi_cells_test
}  // namespace eigenlex
