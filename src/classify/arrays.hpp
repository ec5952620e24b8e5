#pragma once

#include <Eigen/Core>

#include "eigenlex/core/npy.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex::internal {

inline NpyArray<float> array_of(const RowMatrix& matrix) {
  return {{matrix.rows(), matrix.cols()}, {matrix.data(), matrix.data() + matrix.size()}};
}

inline NpyArray<float> array_of(const Eigen::VectorXf& vector) {
  return {{vector.size()}, {vector.data(), vector.data() + vector.size()}};
}

/// Of an array of two dimensions.
inline RowMatrix matrix_of(const NpyArray<float>& array) {
  return Eigen::Map<const RowMatrix>(array.values.data(), array.shape[0], array.shape[1]);
}

}  // namespace eigenlex::internal
