#include "eigenlex/factor/pmi_cells.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <Eigen/Core>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/corpora.hpp"
#include "support/matrices.hpp"

namespace eigenlex {
namespace {

using ::testing::HasSubstr;
using testing::make_corpus;
using testing::to_dense;
using testing::zipf_documents;

constexpr auto kRows = PmiCells::Orientation::kRows;
constexpr auto kColumns = PmiCells::Orientation::kColumns;

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
  std::visit(
      [&]<class Cells>(const Cells& matrix) {
        CsrBuffer<typename Cells::value_type> buffer;
        const auto view = matrix.view(0, matrix.rows, buffer);
        for (std::int64_t i = 0; i < matrix.rows; ++i) {
          const auto columns = view.row_indices(i);
          for (std::size_t k = 0; k < columns.size(); ++k) {
            result(i, columns[k]) = static_cast<double>(view.row_values(i)[k]);
          }
        }
      },
      counts.cells);
  return result;
}

class PmiCellsOf : public ::testing::TestWithParam<ContextKind> {
 protected:
  Corpus corpus_ = make_corpus(zipf_documents(60, 40, 50, 3));
  CooccurrenceMatrix counts_ = count_cooccurrences(corpus_, {.window = 4, .contexts = GetParam()});
  PpmiOptions ppmi_{.subsample = 1e-2};
  ExpectedCounts expected_ = expected_counts(counts_, corpus_.vocabulary.counts(), 1e-2);

  DenseCells cells(PmiCells::Orientation orientation, const CellWeightOptions& weight = {}) const {
    return dense(PmiCells(counts_, expected_, ppmi_, weight, orientation));
  }
};

INSTANTIATE_TEST_SUITE_P(Contexts, PmiCellsOf,
                         ::testing::Values(ContextKind::kSymmetric, ContextKind::kDirectional),
                         [](const auto& contexts) {
                           return std::string(contexts.param == ContextKind::kSymmetric
                                                  ? "Symmetric"
                                                  : "Directional");
                         });

TEST_P(PmiCellsOf, TargetsAreThePpmi) {
  // Cells within rounding of 0 may be left out of the one and not of the other.
  const Eigen::MatrixXd difference =
      cells(kRows).targets - to_dense(ppmi(counts_, expected_, ppmi_));
  EXPECT_LT(difference.cwiseAbs().maxCoeff(), 1e-5);
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
      const double x = counts(i, j) * expected_.row_scale[static_cast<std::size_t>(i)] *
                       expected_.col_scale[static_cast<std::size_t>(j)];
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
  EXPECT_LT((by_columns.targets.transpose() - by_rows.targets).cwiseAbs().maxCoeff(), 1e-5);
  EXPECT_LT((by_columns.weights.transpose() - by_rows.weights).cwiseAbs().maxCoeff(), 1e-5);
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
  for (const PmiCells::Orientation orientation : {kRows, kColumns}) {
    const DenseCells result = dense(PmiCells(counts, expected_, ppmi_, {}, orientation));
    EXPECT_EQ(result.targets, cells(orientation).targets);
    EXPECT_EQ(result.weights, cells(orientation).weights);
  }
}

TEST_P(PmiCellsOf, RefusesMarginsOfAnotherMatrix) {
  ExpectedCounts other = expected_;
  other.col_sums.pop_back();
  EXPECT_THROW(PmiCells(counts_, other, ppmi_, {}, kRows), OptionError);
}

TEST(CellWeightOptions, NamesTheFieldOutOfRange) {
  EXPECT_NO_THROW((CellWeightOptions{.full_weight_count = 100, .exponent = 0}.validate()));
  for (const double bad : {0.0, -1.0, HUGE_VAL, std::nan("")}) {
    EXPECT_THROW((CellWeightOptions{.full_weight_count = bad}.validate()), OptionError);
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

}  // namespace
}  // namespace eigenlex
