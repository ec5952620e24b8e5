#pragma once

#include <Eigen/Core>

namespace eigenlex::internal {

/// Eigenvalues, rising, and the eigenvectors in the columns, in that order.
struct EigenPairs {
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
};

/// All eigenpairs of a symmetric matrix, whose lower half is looked at: it is made tridiagonal by
/// Householder's reflections and diagonal by QR steps (Golub and Van Loan, Matrix Computations,
/// section 8.3), as Eigen::SelfAdjointEigenSolver does it, to the same bytes if compiled alike.
///
/// Unlike that, it obeys a cancellation of the calling thread at each of its steps, which take n²
/// operations; all of it takes about 9 n³. Throws Interrupted.
EigenPairs symmetric_eigen(Eigen::MatrixXd matrix);

}  // namespace eigenlex::internal
