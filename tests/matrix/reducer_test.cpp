#include "eigenlex/matrix/reducer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/matrix/tall.hpp"

#include "support/matrices.hpp"
#include "support/two_ranks.hpp"

namespace eigenlex {
namespace reducer_test {

using testing::random_dense;
using testing::RankReducer;
using testing::TwoRanks;

constexpr std::int64_t kAll = 70000;

/// What both ranks make of their rows, joined.
template <class Make>
RowMatrix spread(std::int64_t cut, const Make& make) {
  TwoRanks ranks;
  std::array<RowMatrix, 2> made;
  ranks.run([&](int rank) {
    made[static_cast<std::size_t>(rank)] = make(RankReducer(ranks, rank, cut, kAll));
  });
  RowMatrix joined(made[0].rows() + made[1].rows(), made[0].cols());
  joined << made[0], made[1];
  return joined;
}

/// The same matrix from both, below each other.
RowMatrix twice(const Eigen::MatrixXd& matrix) {
  RowMatrix joined(2 * matrix.rows(), matrix.cols());
  joined << matrix.cast<float>(), matrix.cast<float>();
  return joined;
}

// Entries of very different sizes, whose sums depend on the order of additions.
RowMatrix uneven_rows() {
  RowMatrix rows = random_dense(kAll, 12, 1).cast<float>();
  for (Eigen::Index i = 0; i < rows.rows(); i += 1500) rows.row(i) *= 1e6f;
  rows.col(3) = rows.col(1);  // dependent: the basis replaces it by random numbers
  return rows;
}

TEST(Reducer, GivesTheSameBytesForRowsInOnePlaceAndSpreadOverTwo) {
  const RowMatrix all = uneven_rows();
  for (const std::int64_t cut : {std::int64_t{1024}, 40 * kSumRows, 68 * kSumRows}) {
    EXPECT_EQ(spread(cut,
                     [&](const RankReducer& r) -> RowMatrix {
                       return gram(r.part(all), r).cast<float>();
                     }),
              twice(gram(all)));
    EXPECT_EQ(spread(cut,
                     [&](const RankReducer& r) -> RowMatrix {
                       return column_squares(r.part(all), r).cast<float>();
                     }),
              twice(column_squares(all)));
    EXPECT_EQ(
        spread(cut,
               [&](const RankReducer& r) -> RowMatrix { return column_signs(r.part(all), r); }),
        twice(column_signs(all).cast<double>()));
    EXPECT_EQ(spread(cut, [&](const RankReducer& r) { return orthonormal_basis(r.part(all), r); }),
              orthonormal_basis(all));
    EXPECT_EQ(
        spread(cut, [&](const RankReducer& r) { return random_normal(r.here(), 3, 9, 2, r); }),
        random_normal(kAll, 3, 9, 2));
  }
}

// Small whole numbers, so that products of a block are exact in float for any instructions, times a
// power of two for each block, so that sums over blocks are not exact in double.
RowMatrix whole_rows() {
  RowMatrix rows = (4 * random_dense(kAll, 12, 1)).array().round().cast<float>();
  for (std::int64_t begin = 0; begin < kAll; begin += kSumRows) {
    const int exponent = static_cast<int>(begin / kSumRows * 7 % 26);
    rows.middleRows(begin, std::min(kSumRows, kAll - begin)) *= std::ldexp(1.0f, exponent);
  }
  return rows;
}

TEST(Reducer, AddsBlocksInTheirOrderInDouble) {
  const RowMatrix all = whole_rows();
  std::vector<Eigen::MatrixXd> parts;
  for (std::int64_t begin = 0; begin < kAll; begin += kSumRows) {
    const Eigen::MatrixXd some =
        all.middleRows(begin, std::min(kSumRows, kAll - begin)).cast<double>();
    parts.emplace_back(some.transpose() * some);
  }
  const Eigen::MatrixXd zero = Eigen::MatrixXd::Zero(12, 12);
  const Eigen::MatrixXd in_order = std::accumulate(parts.begin(), parts.end(), zero);
  EXPECT_NE(in_order, Eigen::MatrixXd(std::accumulate(parts.rbegin(), parts.rend(), zero)));
  EXPECT_EQ(cross_product(all, all), in_order);
}

TEST(Reducer, AddsBlocksThatTheCallerCutsAFewAtATime) {
  // Their sum depends on the order: 1 is lost beside 2^60 and not before it.
  const std::vector<double> parts{1, std::ldexp(1, 60), -std::ldexp(1, 60), 1, 0.5};
  const auto sum_of = [&](std::int64_t blocks, std::int64_t at_once) {
    return sum_over_blocks<double>(
        blocks, at_once, 1, 2,
        [&](std::int64_t block, Eigen::MatrixXd& part) {
          part << parts[static_cast<std::size_t>(block)], 1;
        },
        rows_in_one_place());
  };
  for (const std::int64_t at_once : {1, 2, 5, 100}) {
    EXPECT_EQ(sum_of(5, at_once), (Eigen::MatrixXd(1, 2) << 1.5, 5).finished());
  }
  EXPECT_EQ(sum_of(0, 4), Eigen::MatrixXd::Zero(1, 2));
}

TEST(ColumnSigns, FollowTheFirstOfTheLargestEntries) {
  RowMatrix rows = RowMatrix::Zero(3000, 4);
  rows(10, 0) = 2, rows(2900, 0) = -2;
  rows(10, 1) = -2, rows(2900, 1) = 2;
  rows(10, 2) = 2, rows(2900, 2) = -3;
  EXPECT_EQ(column_signs(rows), (Eigen::RowVectorXf(4) << 1, -1, -1, 1).finished());
}

}  // namespace reducer_test
}  // namespace eigenlex
