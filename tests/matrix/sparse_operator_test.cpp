#include "eigenlex/matrix/sparse_operator.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"

#include "support/matrices.hpp"

namespace eigenlex {
namespace sparse_operator_test {

using testing::random_dense;
using testing::random_sparse;
using testing::to_dense;

TEST(Transpose, IsTheDenseTransposeWithSortedRows) {
  const CsrMatrix<float> a = random_sparse(123, 77, 1);
  const CsrMatrix<float> t = transpose(a);
  EXPECT_EQ(to_dense(t), to_dense(a).transpose());
  for (std::int64_t i = 0; i < t.rows; ++i) {
    const auto cols = t.row_indices(i);
    for (std::size_t k = 1; k < cols.size(); ++k) EXPECT_LT(cols[k - 1], cols[k]);
  }
}

TEST(Transpose, TwiceGivesTheSameBytesForAnyNumberOfThreads) {
  const CsrMatrix<float> a = random_sparse(1000, 300, 2);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    const CsrMatrix<float> back = transpose(transpose(a));
    EXPECT_EQ(back.indptr, a.indptr);
    EXPECT_EQ(back.indices, a.indices);
    EXPECT_EQ(back.values, a.values);
  }
}

TEST(Transpose, OfAMatrixWithoutRowsHasEmptyRows) {
  CsrMatrix<float> a;
  a.cols = 3;
  const CsrMatrix<float> t = transpose(a);
  EXPECT_EQ(t.rows, 3);
  EXPECT_EQ(t.cols, 0);
  EXPECT_EQ(t.nonzeros(), 0);
}

TEST(SparseOperator, AllFourProductsAreThoseOfTheMatrix) {
  const CsrMatrix<float> a = random_sparse(90, 60, 3);
  const Eigen::MatrixXd dense = to_dense(a);
  const SparseOperator op(a);
  const RowMatrix x = random_dense(60, 5, 4).cast<float>();
  const RowMatrix y = random_dense(90, 5, 5).cast<float>();
  EXPECT_LT((op.multiply(x).cast<double>() - dense * x.cast<double>()).norm(), 1e-4);
  EXPECT_LT(
      (op.multiply_transposed(y).cast<double>() - dense.transpose() * y.cast<double>()).norm(),
      1e-4);
  const Eigen::VectorXd u = random_dense(60, 1, 6), v = random_dense(90, 1, 7);
  EXPECT_LT((op.multiply(u) - dense * u).norm(), 1e-11);
  EXPECT_LT((op.multiply_transposed(v) - dense.transpose() * v).norm(), 1e-11);
}

}  // namespace sparse_operator_test
}  // namespace eigenlex
