#include "eigenlex/factor/ppmi_operator.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

#include "support/corpora.hpp"
#include "support/counts.hpp"
#include "support/matrices.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace ppmi_operator_test {

using testing::context_name;
using testing::make_corpus;
using testing::random_dense;
using testing::zipf_documents;

class PpmiOperatorOf : public ::testing::TestWithParam<ContextKind> {
 protected:
  Corpus corpus_ = make_corpus(zipf_documents(300, 60, 400, 5));
  CooccurrenceMatrix counts_ = count_cooccurrences(corpus_, {.window = 4, .contexts = GetParam()});
  PpmiOptions options_{.subsample = 1e-2};
  Margins margins_ = expected_margins(counts_, corpus_.vocabulary.counts(), 1e-2);
  // 150 columns are two whole tiles and a part.
  RowMatrix right_ = random_dense(counts_.cols(), 150, 1).cast<float>();
  RowMatrix left_ = random_dense(counts_.rows(), 150, 2).cast<float>();

  PpmiOperator implicit(DensePrecision precision) const {
    return {counts_, margins_, options_, precision};
  }
  SparseOperator stored(DensePrecision precision) const {
    return SparseOperator(ppmi(counts_, margins_, options_), precision);
  }
};

INSTANTIATE_TEST_SUITE_P(Contexts, PpmiOperatorOf,
                         ::testing::Values(ContextKind::kSymmetric, ContextKind::kDirectional,
                                           ContextKind::kNear),
                         [](const auto& contexts) { return context_name(contexts.param); });

TEST_P(PpmiOperatorOf, MultipliesAsTheStoredMatrixDoesByteForByte) {
  for (const DensePrecision precision : {DensePrecision::kFloat, DensePrecision::kBfloat16}) {
    const PpmiOperator a = implicit(precision);
    const SparseOperator b = stored(precision);
    EXPECT_EQ(a.rows(), b.rows());
    EXPECT_EQ(a.cols(), b.cols());
    EXPECT_EQ(a.multiply(right_), b.multiply(right_));
    EXPECT_EQ(a.multiply_transposed(left_), b.multiply_transposed(left_));
  }
}

TEST_P(PpmiOperatorOf, DampsAsTheStoredMatrixDoes) {
  options_.damping = 0.25;
  const PpmiOperator a = implicit(DensePrecision::kFloat);
  const SparseOperator b = stored(DensePrecision::kFloat);
  EXPECT_EQ(a.multiply(right_), b.multiply(right_));
  EXPECT_EQ(a.multiply_transposed(left_), b.multiply_transposed(left_));
  EXPECT_EQ(a.magnitude(), b.magnitude());
}

TEST_P(PpmiOperatorOf, KnowsItsLargestEntry) {
  const CsrMatrix<float> matrix = ppmi(counts_, margins_, options_);
  EXPECT_EQ(implicit(DensePrecision::kBfloat16).magnitude(),
            *std::max_element(matrix.values.begin(), matrix.values.end()));
}

TEST_P(PpmiOperatorOf, MultipliesVectorsInDouble) {
  const PpmiOperator a = implicit(DensePrecision::kBfloat16);
  const SparseOperator b = stored(DensePrecision::kFloat);
  const Eigen::VectorXd x = right_.col(0).cast<double>();
  const Eigen::VectorXd y = left_.col(0).cast<double>();
  EXPECT_EQ(a.multiply(x), b.multiply(x));
  EXPECT_EQ(a.multiply_transposed(y), b.multiply_transposed(y));
}

TEST_P(PpmiOperatorOf, CountsThePositiveCells) {
  EXPECT_EQ(implicit(DensePrecision::kFloat).nonzeros(),
            ppmi(counts_, margins_, options_).nonzeros());
}

TEST_P(PpmiOperatorOf, IsTheSameForAnyNumberOfThreads) {
  const ThreadCount one(1);
  const PpmiOperator a = implicit(DensePrecision::kBfloat16);
  const RowMatrix product = a.multiply(right_);
  const RowMatrix transposed = a.multiply_transposed(left_);
  for (const int threads : {2, 3}) {
    const ThreadCount several(threads);
    EXPECT_EQ(a.multiply(right_), product);
    EXPECT_EQ(a.multiply_transposed(left_), transposed);
  }
}

TEST_P(PpmiOperatorOf, IsTheSameForCountsInFiles) {
  const testing::TempDir folder;
  write_counts({.vocabulary = corpus_.vocabulary, .matrix = counts_}, folder / "counts");
  const Counts in_files = open_counts(folder / "counts");
  ASSERT_TRUE(in_files.matrix.is_stored());
  const Margins expected = expected_margins(in_files.matrix, corpus_.vocabulary.counts(), 1e-2);
  EXPECT_EQ(expected.row_sums, margins_.row_sums);
  EXPECT_EQ(expected.col_sums, margins_.col_sums);
  const PpmiOperator a(in_files.matrix, expected, options_, DensePrecision::kBfloat16);
  const PpmiOperator b = implicit(DensePrecision::kBfloat16);
  EXPECT_EQ(a.multiply(right_), b.multiply(right_));
  EXPECT_EQ(a.multiply_transposed(left_), b.multiply_transposed(left_));
}

TEST_P(PpmiOperatorOf, RejectsFactorsOfAnotherShape) {
  const PpmiOperator a = implicit(DensePrecision::kFloat);
  EXPECT_THROW(a.multiply(RowMatrix(RowMatrix::Zero(a.cols() + 1, 2))), OptionError);
  EXPECT_THROW(a.multiply_transposed(RowMatrix(RowMatrix::Zero(a.rows() + 1, 2))), OptionError);
  EXPECT_THROW(a.multiply(Eigen::VectorXd(Eigen::VectorXd::Zero(a.cols() + 1))), OptionError);
}

TEST_P(PpmiOperatorOf, RejectsMarginsOfAnotherShape) {
  Margins expected = margins_;
  expected.row_sums.pop_back();
  expected.row_scale.pop_back();
  EXPECT_THROW(PpmiOperator(counts_, expected, options_), OptionError);
}

}  // namespace ppmi_operator_test
}  // namespace eigenlex
