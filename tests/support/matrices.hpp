#pragma once

#include <cmath>
#include <cstdint>

#include <Eigen/Core>

#include "eigenlex/core/random.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

#include "support/dense_algebra.hpp"

namespace eigenlex::testing {

inline Eigen::MatrixXd random_dense(Eigen::Index rows, Eigen::Index cols, std::uint64_t seed) {
  Random random(seed);
  Eigen::MatrixXd matrix(rows, cols);
  for (Eigen::Index j = 0; j < cols; ++j) {
    for (Eigen::Index i = 0; i < rows; ++i) matrix(i, j) = random.normal();
  }
  return matrix;
}

/// Orthonormal columns, uniformly distributed.
inline Eigen::MatrixXd random_orthonormal(Eigen::Index rows, Eigen::Index cols,
                                          std::uint64_t seed) {
  return orthonormalized(random_dense(rows, cols, seed));
}

/// A matrix with the given singular values and random singular vectors.
inline Eigen::MatrixXd with_spectrum(Eigen::Index rows, Eigen::Index cols,
                                     const Eigen::VectorXd& singular_values, std::uint64_t seed) {
  return random_orthonormal(rows, singular_values.size(), seed) * singular_values.asDiagonal() *
         random_orthonormal(cols, singular_values.size(), seed + 1).transpose();
}

/// The non-zeros of a dense matrix.
inline CsrMatrix<float> to_csr(const Eigen::MatrixXd& dense) {
  CsrMatrix<float> matrix;
  matrix.rows = dense.rows();
  matrix.cols = dense.cols();
  for (Eigen::Index i = 0; i < dense.rows(); ++i) {
    for (Eigen::Index j = 0; j < dense.cols(); ++j) {
      if (dense(i, j) == 0) continue;
      matrix.indices.push_back(static_cast<std::int32_t>(j));
      matrix.values.push_back(static_cast<float>(dense(i, j)));
    }
    matrix.indptr.push_back(static_cast<std::int64_t>(matrix.indices.size()));
  }
  return matrix;
}

inline Eigen::MatrixXd to_dense(const CsrMatrix<float>& matrix) {
  Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(matrix.rows, matrix.cols);
  for (std::int64_t i = 0; i < matrix.rows; ++i) {
    const auto cols = matrix.row_indices(i);
    for (std::size_t k = 0; k < cols.size(); ++k) dense(i, cols[k]) = matrix.row_values(i)[k];
  }
  return dense;
}

/// A sparse matrix with rows of very different sizes, as word matrices have: row i keeps a share
/// of about 1 / (1 + i / 20) of its cells, values standard normal.
inline CsrMatrix<float> random_sparse(std::int64_t rows, std::int64_t cols, std::uint64_t seed) {
  Random random(seed);
  Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(rows, cols);
  for (Eigen::Index i = 0; i < rows; ++i) {
    for (Eigen::Index j = 0; j < cols; ++j) {
      if (random.uniform() < 1.0 / (1.0 + static_cast<double>(i) / 20))
        dense(i, j) = random.normal();
    }
  }
  return to_csr(dense);
}

}  // namespace eigenlex::testing
