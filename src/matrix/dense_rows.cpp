#include "eigenlex/matrix/dense_rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/matrix/reducer.hpp"

#include "core/pool.hpp"

namespace eigenlex {
namespace {

using internal::Pool;

template <class T>
DenseRows rows_of_type(const std::filesystem::path& path) {
  const auto file = std::make_shared<const NpyFile<T>>(path);
  if (file->shape().size() != 2) {
    throw FormatError::at_path(path.string(),
                               fmt::format("has the shape ({}); a matrix has rows and columns",
                                           fmt::join(file->shape(), ", ")));
  }
  const std::int64_t cols = file->shape()[1];
  return {.rows = file->shape()[0],
          .cols = cols,
          .read = [file, cols](std::int64_t first, RowMatrix& some) {
            if constexpr (std::is_same_v<T, float>) {
              file->read(first * cols, {some.data(), as_size(some.size())});
            } else {
              std::vector<T> values(as_size(some.size()));
              file->read(first * cols, values);
              std::copy(values.begin(), values.end(), some.data());
            }
          }};
}

/// Σ over rows of what `add` adds of a block of them to a list of numbers.
template <class Add>
Eigen::RowVectorXd sum_of_rows(const DenseRows& matrix, Eigen::Index size, const Add& add) {
  Pool<RowMatrix> pool;
  return sum_over_rows<double>(
      matrix.rows, 1, size,
      [&](std::int64_t begin, std::int64_t rows, Eigen::MatrixXd& part) {
        auto some = pool.borrow();
        some->resize(rows, matrix.cols);
        matrix.read(begin, *some);
        add(*some, part);
      },
      rows_in_one_place());
}

[[noreturn]] void throw_not_finite(const DenseRows& matrix) {
  RowMatrix row(1, matrix.cols);
  for (std::int64_t i = 0; i < matrix.rows; ++i) {
    matrix.read(i, row);
    for (Eigen::Index j = 0; j < row.cols(); ++j) {
      if (!std::isfinite(row(0, j))) {
        throw FormatError(fmt::format("row {}, column {} of the matrix is {}, no finite number", i,
                                      j, row(0, j)));
      }
    }
  }
  throw FormatError("the columns of the matrix have sums beyond all numbers");
}

}  // namespace

DenseRows rows_in_memory(const RowMatrix& matrix) {
  return {.rows = matrix.rows(),
          .cols = matrix.cols(),
          .read = [&matrix](std::int64_t first, RowMatrix& some) {
            some = matrix.middleRows(first, some.rows());
          }};
}

DenseRows rows_in_file(const std::filesystem::path& path) {
  const std::string type = npy_type(path);
  if (type == "<f8") return rows_of_type<double>(path);
  if (type == "|i1") return rows_of_type<std::int8_t>(path);
  if (type == "|u1") return rows_of_type<std::uint8_t>(path);
  return rows_of_type<float>(path);
}

Eigen::RowVectorXf column_means(const DenseRows& matrix) {
  const Eigen::RowVectorXd sums =
      sum_of_rows(matrix, matrix.cols, [](const RowMatrix& some, Eigen::MatrixXd& part) {
        part = some.cast<double>().colwise().sum();
      });
  const Eigen::RowVectorXf means =
      (sums / static_cast<double>(std::max<std::int64_t>(matrix.rows, 1))).cast<float>();
  if (!means.allFinite()) throw_not_finite(matrix);
  return means;
}

double squared_distances(const DenseRows& matrix, const Eigen::RowVectorXf& centre) {
  return sum_of_rows(matrix, 1, [&](RowMatrix& some, Eigen::MatrixXd& part) {
    if (centre.size() > 0) some.rowwise() -= centre;
    part(0, 0) = some.cast<double>().squaredNorm();
  })(0);
}

}  // namespace eigenlex
