#include "eigenlex/matrix/tall.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/matrices.hpp"

namespace eigenlex {
namespace tall_test {

using testing::random_dense;
using testing::with_spectrum;

RowMatrix random_rows(Eigen::Index rows, Eigen::Index cols, std::uint64_t seed) {
  return random_dense(rows, cols, seed).cast<float>();
}

/// Largest part of a column of B outside the range of Q, relative to the column.
double outside(const RowMatrix& q, const Eigen::MatrixXd& b) {
  const Eigen::MatrixXd basis = q.cast<double>();
  const Eigen::MatrixXd rest = b - basis * (basis.transpose() * b);
  return (rest.colwise().norm().array() / b.colwise().norm().array()).maxCoeff();
}

TEST(Tall, ProductsAgreeWithDenseOnesInDouble) {
  const RowMatrix a = random_rows(5000, 30, 1), b = random_rows(5000, 20, 2);
  const Eigen::MatrixXd wide_a = a.cast<double>(), wide_b = b.cast<double>();
  // Entries are sums of 5,000 products of order 1: √5000 ε times a block's rounding.
  EXPECT_LT((cross_product(a, b) - wide_a.transpose() * wide_b).cwiseAbs().maxCoeff(), 1e-3);
  EXPECT_LT((gram(a) - wide_a.transpose() * wide_a).cwiseAbs().maxCoeff(), 3e-3);
  EXPECT_EQ(gram(a), gram(a).transpose());
  const Eigen::MatrixXd r = random_dense(30, 7, 3);
  EXPECT_LT((multiply(a, r).cast<double>() - wide_a * r).cwiseAbs().maxCoeff(), 3e-5);
  EXPECT_THROW(cross_product(a, random_rows(4999, 20, 4)), OptionError);
}

TEST(Tall, SameBytesForAnyNumberOfThreads) {
  const RowMatrix a = random_rows(70000, 20, 5);
  const ThreadCount one(1);
  const Eigen::MatrixXd gram_once = gram(a), cross_once = cross_product(a, a);
  const RowMatrix basis_once = orthonormal_basis(a);
  for (const int threads : {2, 3}) {
    const ThreadCount more(threads);
    EXPECT_EQ(gram(a), gram_once);
    EXPECT_EQ(cross_product(a, a), cross_once);
    EXPECT_EQ(orthonormal_basis(a), basis_once);
  }
}

TEST(OrthonormalBasis, SpansTheColumnsWhateverTheirLengths) {
  Eigen::MatrixXd x = random_dense(400, 30, 6);
  for (Eigen::Index j = 0; j < 30; ++j) x.col(j) *= std::pow(10.0, static_cast<double>(j) / 2 - 8);
  const RowMatrix q = orthonormal_basis(x.cast<float>());
  EXPECT_LT(orthogonality_error(q), 2e-6);
  EXPECT_LT(outside(q, x), 1e-5);
}

TEST(OrthonormalBasis, StaysOrthonormalForNearlyDependentColumns) {
  Eigen::VectorXd spectrum(40);
  for (Eigen::Index i = 0; i < 40; ++i)
    spectrum[i] = std::pow(10.0, -0.25 * static_cast<double>(i));
  const Eigen::MatrixXd x = with_spectrum(500, 40, spectrum, 7);
  const RowMatrix q = orthonormal_basis(x.cast<float>());
  EXPECT_LT(orthogonality_error(q), 2e-6);
  // A column less than 1e-3 of which is new is replaced: it may stick out by about that much.
  EXPECT_LT(outside(q, x), 3e-3);
}

TEST(OrthonormalBasis, CompletesZeroAndRepeatedColumns) {
  RowMatrix x = random_rows(100, 10, 8);
  x.col(3).setZero();
  x.col(7) = x.col(2);
  EXPECT_LT(orthogonality_error(orthonormal_basis(x)), 2e-6);
  EXPECT_LT(orthogonality_error(orthonormal_basis(RowMatrix::Zero(50, 5))), 2e-6);
}

TEST(OrthonormalBasis, OfASquareMatrixIsOrthogonal) {
  EXPECT_LT(orthogonality_error(orthonormal_basis(random_rows(60, 60, 9))), 2e-6);
}

TEST(OrthogonalityError, IsTheLargestEntryOfTheDifference) {
  RowMatrix q = RowMatrix::Identity(5, 3);
  EXPECT_EQ(orthogonality_error(q), 0);
  q(0, 1) = 0.25f;
  EXPECT_DOUBLE_EQ(orthogonality_error(q), 0.25);
}

}  // namespace tall_test
}  // namespace eigenlex
