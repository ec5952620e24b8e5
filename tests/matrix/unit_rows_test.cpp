#include "eigenlex/matrix/unit_rows.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"

#include "support/matrices.hpp"

namespace eigenlex {
namespace unit_rows_test {

using testing::random_dense;

TEST(UnitRows, HaveTheDirectionsAndTheLengthOneWhateverTheirSize) {
  const RowMatrix rows = random_dense(900, 7, 1).cast<float>();
  const RowMatrix units = unit_rows(rows);
  for (const double scale : {1e-30, 1e-40, 1e30, 1e38}) {
    const RowMatrix scaled = (rows.cast<double>() * scale / 5).cast<float>();
    // Below 1e-38 floats have fewer digits.
    const float rounding = scale < 1e-38 ? 1e-3f : 1e-6f;
    EXPECT_LT((unit_rows(scaled) - units).cwiseAbs().maxCoeff(), rounding) << scale;
  }
  EXPECT_EQ(unit_rows(RowMatrix(rows)), units);  // in their place
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    EXPECT_NEAR(units.row(i).cast<double>().norm(), 1, 1e-6);
    EXPECT_EQ(units.row(i), unit_vector(rows.row(i)));
  }
}

TEST(UnitRows, WithoutADirectionAreZero) {
  RowMatrix rows = RowMatrix::Zero(3, 2);
  rows(1, 0) = std::numeric_limits<float>::infinity();
  rows(2, 1) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(unit_rows(rows), RowMatrix::Zero(3, 2));
  EXPECT_EQ(row_length(rows.row(1)), 0);
}

TEST(UnitRows, SameBytesForAnyNumberOfThreads) {
  const RowMatrix rows = random_dense(3000, 9, 2).cast<float>();
  const ThreadCount one(1);
  const RowMatrix expected = unit_rows(rows);
  for (const int threads : {2, 3}) {
    const ThreadCount several(threads);
    EXPECT_EQ(unit_rows(rows), expected);
  }
}

}  // namespace unit_rows_test
}  // namespace eigenlex
