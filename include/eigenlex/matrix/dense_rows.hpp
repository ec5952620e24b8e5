#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include <Eigen/Core>

#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// The rows of a dense matrix, n x m, wherever they are: in memory, in a file, or computed.
struct DenseRows {
  std::int64_t rows = 0;
  std::int64_t cols = 0;
  /// Fills as many rows as `some` has, of `cols` columns, with those from number `first` on. Called
  /// by several threads at once.
  std::function<void(std::int64_t first, RowMatrix& some)> read;
};

/// Those of a matrix in memory, which has to outlive them.
DenseRows rows_in_memory(const RowMatrix& matrix);

/// Those of an .npy file of two dimensions in C order whose values are of the type float32,
/// float64, int8 or uint8; they are rounded to float. Nothing of the file is kept in memory. Throws
/// IoError, or FormatError where the file is damaged or of another shape or type.
DenseRows rows_in_file(const std::filesystem::path& path);

/// The mean of each column, in double. Throws FormatError that names the first row, and its column,
/// whose value is no finite number. Cost: one pass over the matrix. The same bytes for any number
/// of threads.
Eigen::RowVectorXf column_means(const DenseRows& matrix);

/// Σ ‖x - centre‖² over the rows, in double; an empty centre is 0. Cost and bytes as above.
double squared_distances(const DenseRows& matrix, const Eigen::RowVectorXf& centre);

}  // namespace eigenlex
