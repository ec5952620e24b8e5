#pragma once

#include <Eigen/Core>

namespace eigenlex {

/// Dense matrix of floats in C order: a row (a word's vector) is contiguous.
using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace eigenlex
