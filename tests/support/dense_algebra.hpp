#pragma once

#include <cstdint>

#include <Eigen/Core>

// What tests compare with and make matrices by; compiled once, as it takes long.

namespace eigenlex::testing {

/// A = U diag(values) Vᵀ, with as many columns as the smaller side of A has.
struct DenseSvd {
  Eigen::MatrixXd u;
  Eigen::VectorXd values;
  Eigen::MatrixXd v;
};

DenseSvd dense_svd(const Eigen::MatrixXd& matrix);

/// Q of the QR decomposition, with the columns of the matrix.
Eigen::MatrixXd orthonormalized(const Eigen::MatrixXd& matrix);

}  // namespace eigenlex::testing
