#pragma once

#include <Eigen/Core>

#include "eigenlex/core/array.hpp"

namespace eigenlex {

/// Dense matrix of floats in C order: a row (a word's vector) is contiguous.
using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A matrix whose numbers are not set yet, on huge pages if it is large.
inline RowMatrix new_row_matrix(Eigen::Index rows, Eigen::Index cols) {
  RowMatrix matrix(rows, cols);
  internal::prefer_huge_pages(matrix.data(),
                              static_cast<std::size_t>(matrix.size()) * sizeof(float));
  return matrix;
}

}  // namespace eigenlex
