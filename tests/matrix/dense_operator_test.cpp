#include "eigenlex/matrix/dense_operator.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/matrices.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace dense_operator_test {

using ::testing::HasSubstr;
using testing::random_dense;
using testing::TempDir;

RowMatrix random_rows(Eigen::Index rows, Eigen::Index cols, std::uint64_t seed) {
  return random_dense(rows, cols, seed).cast<float>();
}

template <class T>
std::filesystem::path write(const TempDir& folder, const RowMatrix& matrix) {
  const std::vector<std::int64_t> shape = {matrix.rows(), matrix.cols()};
  std::vector<T> values;
  for (const float value : matrix.reshaped<Eigen::RowMajor>()) values.push_back(T(value));
  write_npy<T>(folder / "rows.npy", shape, values);
  return folder / "rows.npy";
}

TEST(DenseOperator, ProductsAreThoseOfTheCentredMatrix) {
  // Columns far from 0: what is left of a row when its mean is gone is a thousandth of it.
  RowMatrix matrix = random_rows(2500, 17, 1);
  matrix.rowwise() += Eigen::RowVectorXf::LinSpaced(17, -1000, 1000);
  const Eigen::RowVectorXf means = column_means(rows_in_memory(matrix));
  const Eigen::MatrixXd centred = matrix.cast<double>().rowwise() - means.cast<double>();
  EXPECT_LT(centred.colwise().mean().cwiseAbs().maxCoeff(), 1e-4);
  const DenseOperator a(rows_in_memory(matrix), means);
  const RowMatrix x = random_rows(17, 5, 2), y = random_rows(2500, 5, 3);
  EXPECT_LT((a.multiply(x).cast<double>() - centred * x.cast<double>()).cwiseAbs().maxCoeff(),
            1e-4);
  EXPECT_LT((a.multiply_transposed(y).cast<double>() - centred.transpose() * y.cast<double>())
                .cwiseAbs()
                .maxCoeff(),
            2e-3);
  const Eigen::VectorXd v = random_dense(17, 1, 4), w = random_dense(2500, 1, 5);
  // The centred numbers are rounded to float; the sums are not.
  EXPECT_LT((a.multiply(v) - centred * v).norm(), 1e-5);
  EXPECT_LT((a.multiply_transposed(w) - centred.transpose() * w).norm(), 1e-5);
  EXPECT_NEAR(squared_distances(rows_in_memory(matrix), means), centred.squaredNorm(),
              1e-6 * centred.squaredNorm());
  EXPECT_THROW(DenseOperator(rows_in_memory(matrix), means.head(16)), OptionError);
}

TEST(DenseOperator, SameBytesForAnyThreadsInMemoryAndInAFile) {
  const TempDir folder;
  const RowMatrix matrix = random_rows(5000, 12, 6), x = random_rows(12, 7, 7),
                  y = random_rows(5000, 7, 8);
  const DenseRows in_file = rows_in_file(write<float>(folder, matrix));
  const ThreadCount one(1);
  const Eigen::RowVectorXf means = column_means(in_file);
  const DenseOperator once(in_file, means);
  const RowMatrix product = once.multiply(x), transposed = once.multiply_transposed(y);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount more(threads);
    EXPECT_EQ(column_means(rows_in_memory(matrix)), means);
    const DenseOperator other(rows_in_memory(matrix), means);
    EXPECT_EQ(other.multiply(x), product);
    EXPECT_EQ(other.multiply_transposed(y), transposed);
  }
}

TEST(DenseRows, OfAFileAreThoseOfAnyOfItsTypes) {
  const TempDir folder;
  const RowMatrix matrix = (10 * random_rows(30, 4, 9)).array().abs().floor().matrix();
  RowMatrix some(7, 4);
  const auto expect_rows = [&](const std::filesystem::path& path) {
    const DenseRows rows = rows_in_file(path);
    EXPECT_EQ(rows.rows, 30);
    EXPECT_EQ(rows.cols, 4);
    rows.read(11, some);
    EXPECT_EQ(some, matrix.middleRows(11, 7));
  };
  expect_rows(write<float>(folder, matrix));
  expect_rows(write<double>(folder, matrix));
  expect_rows(write<std::uint8_t>(folder, matrix));
  expect_rows(write<std::int8_t>(folder, matrix));
}

TEST(DenseRows, AreRefusedWhereTheyAreNoMatrixOfNumbers) {
  const TempDir folder;
  write_npy<float>(folder / "list.npy", std::vector<std::int64_t>{3}, std::vector<float>{1, 2, 3});
  const auto message = [](const auto& work) {
    try {
      work();
    } catch (const FormatError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(message([&] { rows_in_file(folder / "list.npy"); }),
              HasSubstr("list.npy: has the shape (3)"));
  EXPECT_THAT(message([&] { rows_in_file(write<std::int64_t>(folder, random_rows(2, 2, 1))); }),
              HasSubstr("astype"));
  RowMatrix matrix = random_rows(40, 3, 10);
  matrix(25, 2) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(message([&] { column_means(rows_in_memory(matrix)); }),
              HasSubstr("row 25, column 2 of the matrix is nan"));
}

}  // namespace dense_operator_test
}  // namespace eigenlex
