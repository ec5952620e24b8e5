#include "support/dense_algebra.hpp"

#include <Eigen/QR>
#include <Eigen/SVD>

namespace eigenlex::testing {

DenseSvd dense_svd(const Eigen::MatrixXd& matrix) {
  // Not Eigen::BDCSVD, which takes four times as long to compile.
  const Eigen::JacobiSVD<Eigen::MatrixXd, Eigen::HouseholderQRPreconditioner> svd(
      matrix, Eigen::ComputeThinU | Eigen::ComputeThinV);
  return {svd.matrixU(), svd.singularValues(), svd.matrixV()};
}

Eigen::MatrixXd orthonormalized(const Eigen::MatrixXd& matrix) {
  return Eigen::HouseholderQR<Eigen::MatrixXd>(matrix).householderQ() *
         Eigen::MatrixXd::Identity(matrix.rows(), matrix.cols());
}

}  // namespace eigenlex::testing
