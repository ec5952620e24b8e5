#include "matrix/symmetric_eigen.hpp"

#include <Eigen/Eigenvalues>
#include <gtest/gtest.h>

#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/random.hpp"

namespace eigenlex::internal {
namespace symmetric_eigen_test {

/// Only its lower half: the other one is to play no part.
Eigen::MatrixXd random_lower(Eigen::Index n, std::uint64_t seed) {
  Random random(seed);
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Constant(n, n, 7);
  for (Eigen::Index j = 0; j < n; ++j) {
    for (Eigen::Index i = j; i < n; ++i) matrix(i, j) = random.normal();
  }
  return matrix;
}

TEST(SymmetricEigen, SolvesTheEigenproblemAtAnySizeAndScale) {
  for (const Eigen::Index n : {1, 2, 3, 10, 65}) {
    for (const double scale : {1.0, 1e-200, 1e200}) {
      const Eigen::MatrixXd lower = scale * random_lower(n, 3);
      const Eigen::MatrixXd whole = lower.selfadjointView<Eigen::Lower>();
      const EigenPairs pairs = symmetric_eigen(lower);
      const Eigen::MatrixXd residual =
          (whole / scale) * pairs.vectors - pairs.vectors * (pairs.values / scale).asDiagonal();
      // Rounding in double, by a factor that grows slowly with n.
      EXPECT_LT(residual.cwiseAbs().maxCoeff(), 1e-12);
      EXPECT_TRUE((pairs.vectors.transpose() * pairs.vectors).isIdentity(1e-12));
      EXPECT_TRUE(std::is_sorted(pairs.values.begin(), pairs.values.end()));
    }
  }
}

TEST(SymmetricEigen, GivesWhatEigenGives) {
  const Eigen::MatrixXd lower = random_lower(130, 5);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> expected(lower);
  const EigenPairs pairs = symmetric_eigen(lower);
  // To the same bits where both are compiled alike; here to rounding in double, which may also
  // decide on a sign.
  EXPECT_LT((pairs.values - expected.eigenvalues()).cwiseAbs().maxCoeff(), 1e-11);
  const Eigen::RowVectorXd signs =
      pairs.vectors.cwiseProduct(expected.eigenvectors()).colwise().sum().cwiseSign();
  EXPECT_LT((pairs.vectors * signs.asDiagonal() - expected.eigenvectors()).cwiseAbs().maxCoeff(),
            1e-9);
}

TEST(SymmetricEigen, HoldsForZerosAndDiagonalMatrices) {
  EXPECT_EQ(symmetric_eigen(Eigen::MatrixXd::Zero(5, 5)).values, Eigen::VectorXd::Zero(5));
  const Eigen::VectorXd diagonal{{3, -1, 2}};
  EXPECT_EQ(symmetric_eigen(diagonal.asDiagonal()).values, Eigen::VectorXd({{-1, 2, 3}}));
  EXPECT_EQ(symmetric_eigen(Eigen::MatrixXd(0, 0)).values.size(), 0);
}

TEST(SymmetricEigen, ObeysACancellation) {
  Cancellation cancellation;
  const CancellationScope scope(cancellation);
  const Eigen::MatrixXd lower = random_lower(4, 5);
  EXPECT_NO_THROW(symmetric_eigen(lower));
  cancellation.request();
  EXPECT_THROW(symmetric_eigen(lower), Interrupted);
}

}  // namespace symmetric_eigen_test
}  // namespace eigenlex::internal
