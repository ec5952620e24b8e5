#include "eigenlex/matrix/reducer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/matrix/row_spread.hpp"
#include "eigenlex/matrix/tall.hpp"

#include "support/matrices.hpp"
#include "support/thread_ranks.hpp"

namespace eigenlex {
namespace reducer_test {

using testing::random_dense;
using testing::ThreadRanks;

constexpr std::int64_t kAll = 70000;

/// What ranks make of the rows that each keeps, below each other.
template <class Make>
RowMatrix spread(int size, const RowMatrix& all, const Make& make) {
  const std::vector<RowMatrix> made = ThreadRanks(size).run([&](const Communicator& ranks) {
    const GroupOwners owners(static_cast<std::size_t>(block_count(kAll, kGroupRows)), 0);
    const RowSpread rows(ranks, kAll, 1, owners);
    return RowMatrix(make(RowMatrix(all.middleRows(rows.first_row(), rows.kept())), rows));
  });
  Eigen::Index total = 0;
  for (const RowMatrix& part : made) total += part.rows();
  RowMatrix joined(total, made[0].cols());
  Eigen::Index first = 0;
  for (const RowMatrix& part : made) {
    joined.middleRows(first, part.rows()) = part;
    first += part.rows();
  }
  return joined;
}

/// The same matrix from each of so many.
RowMatrix repeated(const Eigen::MatrixXd& matrix, int times) {
  return matrix.cast<float>().replicate(times, 1);
}

// Entries of very different sizes, whose sums depend on the order of additions.
RowMatrix uneven_rows() {
  RowMatrix rows = random_dense(kAll, 12, 1).cast<float>();
  for (Eigen::Index i = 0; i < rows.rows(); i += 1500) rows.row(i) *= 1e6f;
  rows.col(3) = rows.col(1);  // dependent: the basis replaces it by random numbers
  return rows;
}

TEST(Reducer, GivesTheSameBytesForRowsInOnePlaceAndSpreadOverRanks) {
  const RowMatrix all = uneven_rows();
  // There are 69 blocks of rows: some of 100 ranks keep none.
  for (const int size : {2, 3, 100}) {
    EXPECT_EQ(spread(size, all,
                     [](const RowMatrix& part, const RowSpread& rows) -> RowMatrix {
                       return gram(part, rows).cast<float>();
                     }),
              repeated(gram(all), size));
    EXPECT_EQ(spread(size, all,
                     [](const RowMatrix& part, const RowSpread& rows) -> RowMatrix {
                       return column_squares(part, rows).transpose().cast<float>();
                     }),
              repeated(column_squares(all).transpose(), size));
    EXPECT_EQ(spread(size, all,
                     [](const RowMatrix& part, const RowSpread& rows) -> RowMatrix {
                       return column_signs(part, rows);
                     }),
              repeated(column_signs(all).cast<double>(), size));
    EXPECT_EQ(spread(size, all,
                     [](const RowMatrix& part, const RowSpread& rows) {
                       return orthonormal_basis(part, rows);
                     }),
              orthonormal_basis(all));
    EXPECT_EQ(spread(size, all,
                     [](const RowMatrix& part, const RowSpread& rows) {
                       return random_normal(part.rows(), 3, 9, 2, rows);
                     }),
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
