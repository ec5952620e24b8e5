#include "eigenlex/matrix/spmm.hpp"

#include <cstring>
#include <limits>
#include <utility>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/matrices.hpp"

namespace eigenlex {
namespace spmm_test {

using testing::random_dense;
using testing::random_sparse;
using testing::to_dense;

/// Largest error of an entry, relative to the sum of the magnitudes that were added for it.
double relative_error(const CsrMatrix<float>& a, const RowMatrix& x, const RowMatrix& product) {
  const Eigen::MatrixXd dense = to_dense(a);
  const Eigen::MatrixXd wide = x.cast<double>();
  const Eigen::MatrixXd error = (dense * wide - product.cast<double>()).cwiseAbs();
  const Eigen::MatrixXd scale = dense.cwiseAbs() * wide.cwiseAbs();
  return (error.array() / (scale.array() + std::numeric_limits<double>::min())).maxCoeff();
}

TEST(Spmm, AgreesWithTheDenseProductForEveryWidth) {
  const CsrMatrix<float> a = random_sparse(300, 170, 1);
  for (const int width : {1, 2, 31, 32, 33, 63, 64, 65, 127, 200}) {
    const RowMatrix x = random_dense(170, width, 2).cast<float>();
    // A float sum of n terms is off by at most n ε times the sum of magnitudes.
    EXPECT_LT(relative_error(a, x, multiply(a, x, DensePrecision::kFloat)), 170 * 6e-8) << width;
    // bfloat16 adds 2^-8 for each element.
    EXPECT_LT(relative_error(a, x, multiply(a, x, DensePrecision::kBfloat16)), 0x1p-8 + 170 * 6e-8)
        << width;
  }
}

TEST(Spmm, Bfloat16IsExactForNumbersItHolds) {
  const CsrMatrix<float> a = random_sparse(50, 40, 3);
  RowMatrix x(40, 70);
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    x.data()[i] = static_cast<float>(i % 2 ? i % 256 : -(i % 100)) * 0x1p-7f;
  }
  EXPECT_EQ(multiply(a, x, DensePrecision::kBfloat16), multiply(a, x, DensePrecision::kFloat));
}

TEST(Spmm, Bfloat16RoundsToNearestTiesToEven) {
  const CsrMatrix<float> one = testing::to_csr(Eigen::MatrixXd::Ones(1, 1));
  const auto rounded = [&](float value) {
    return multiply(one, RowMatrix::Constant(1, 1, value), DensePrecision::kBfloat16)(0, 0);
  };
  EXPECT_EQ(rounded(1 + 0x1p-8f), 1);                       // a tie, to even
  EXPECT_EQ(rounded(1 + 0x3p-8f), 1 + 0x1p-6f);             // a tie, to even
  EXPECT_EQ(rounded(1 + 0x1p-8f + 0x1p-20f), 1 + 0x1p-7f);  // above the tie
  EXPECT_EQ(rounded(-1 - 0x1p-9f), -1);
  EXPECT_EQ(rounded(std::numeric_limits<float>::infinity()),
            std::numeric_limits<float>::infinity());
}

TEST(Spmm, ColumnsOfAProductAreTheProductOfColumnsInTheSameMemory) {
  const CsrMatrix<float> a = random_sparse(300, 170, 9);
  const RowMatrix x = random_dense(170, 200, 10).cast<float>();
  RowMatrix product(300, 70);
  const float* memory = product.data();
  for (const DensePrecision precision : {DensePrecision::kFloat, DensePrecision::kBfloat16}) {
    for (const int first : {0, 3, 130}) {
      multiply_columns(a, x, first, 70, precision, product);
      EXPECT_EQ(product, multiply(a, RowMatrix(x.middleCols(first, 70)), precision)) << first;
      EXPECT_EQ(product.data(), memory);
    }
  }
  multiply_columns(a, x, 199, 1, DensePrecision::kFloat, product);
  EXPECT_EQ(product, multiply(a, RowMatrix(x.rightCols(1)), DensePrecision::kFloat));
  for (const auto& [first, size] : {std::pair{-1, 5}, {0, -1}, {131, 70}, {201, 0}}) {
    EXPECT_THROW(multiply_columns(a, x, first, size, DensePrecision::kFloat, product), OptionError)
        << first << " + " << size;
  }
}

TEST(Spmm, EmptyRowsGiveZeros) {
  CsrMatrix<float> a = testing::to_csr(Eigen::MatrixXd::Zero(3, 4));
  const RowMatrix x = RowMatrix::Ones(4, 5);
  EXPECT_EQ(multiply(a, x, DensePrecision::kFloat), RowMatrix::Zero(3, 5));
  EXPECT_EQ(multiply(a, x, DensePrecision::kBfloat16), RowMatrix::Zero(3, 5));
}

TEST(Spmm, VectorProductInDoubleAgreesWithTheDenseOne) {
  const CsrMatrix<float> a = random_sparse(300, 170, 4);
  const Eigen::VectorXd x = random_dense(170, 1, 5);
  EXPECT_LT((multiply(a, x) - to_dense(a) * x).cwiseAbs().maxCoeff(), 1e-12);
}

TEST(Spmm, SameBytesForAnyNumberOfThreads) {
  const CsrMatrix<float> a = random_sparse(2000, 900, 6);
  const RowMatrix x = random_dense(900, 100, 7).cast<float>();
  const Eigen::VectorXd vector = random_dense(900, 1, 8);
  for (const DensePrecision precision : {DensePrecision::kFloat, DensePrecision::kBfloat16}) {
    const ThreadCount one(1);
    const RowMatrix once = multiply(a, x, precision);
    const Eigen::VectorXd vector_once = multiply(a, vector);
    for (const int threads : {2, 3}) {
      const ThreadCount more(threads);
      EXPECT_EQ(multiply(a, x, precision), once);
      EXPECT_EQ(multiply(a, vector), vector_once);
    }
  }
}

TEST(Spmm, RefusesShapesThatDoNotFit) {
  const CsrMatrix<float> a = random_sparse(30, 20, 9);
  EXPECT_THROW(multiply(a, RowMatrix(RowMatrix::Ones(30, 2)), DensePrecision::kFloat), OptionError);
  EXPECT_THROW(multiply(a, Eigen::VectorXd(Eigen::VectorXd::Ones(30))), OptionError);
}

}  // namespace spmm_test
}  // namespace eigenlex
