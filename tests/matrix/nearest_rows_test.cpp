#include "eigenlex/matrix/nearest_rows.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace nearest_rows_test {

using testing::random_table;

/// Squared distances and ids of all other rows, the nearest first, in double.
std::vector<std::pair<double, std::int32_t>> all_of(const RowMatrix& rows, Eigen::Index i) {
  std::vector<std::pair<double, std::int32_t>> found;
  for (Eigen::Index j = 0; j < rows.rows(); ++j) {
    const double distance = (rows.row(i) - rows.row(j)).cast<double>().squaredNorm();
    if (j != i) found.emplace_back(distance, static_cast<std::int32_t>(j));
  }
  std::ranges::sort(found);
  return found;
}

void expect_nearest(const RowMatrix& rows, std::int64_t count) {
  const NearestRows near = nearest_rows(rows, count);
  ASSERT_EQ(near.count, count);
  ASSERT_EQ(std::ssize(near.ids), rows.rows() * count);
  ASSERT_EQ(near.ids.size(), near.distances.size());
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    const auto expected = all_of(rows, i);
    for (std::int64_t j = 0; j < count; ++j) {
      const auto place = static_cast<std::size_t>(i * count + j);
      const auto [distance, id] = expected[static_cast<std::size_t>(j)];
      EXPECT_EQ(near.ids[place], id) << i << ", " << j;
      // A sum of some ten squares in float.
      EXPECT_NEAR(near.distances[place], distance, 1e-5 * distance) << i << ", " << j;
    }
  }
}

TEST(NearestRows, AreThoseOfAllPairs) {
  // More rows than are asked at a time, and than are looked at at a time.
  expect_nearest(random_table(1500, 10, 1), 7);
}

TEST(NearestRows, AreAllOthersWhereSoManyAreWanted) { expect_nearest(random_table(20, 3, 2), 19); }

TEST(NearestRows, AreFoundFarFromTheOrigin) {
  // Far enough that squares in float would hide all distances.
  expect_nearest((random_table(100, 4, 3).array() + 4096).matrix(), 3);
}

TEST(NearestRows, AreFoundInAnySize) {
  const RowMatrix rows = random_table(60, 4, 4);
  const NearestRows expected = nearest_rows(rows, 5);
  for (const float scale : {0x1p-60f, 0x1p60f}) {
    EXPECT_EQ(nearest_rows(scale * rows, 5).ids, expected.ids) << scale;
  }
}

TEST(NearestRows, AreOfLowestIdAmongEquals) {
  const NearestRows near = nearest_rows(RowMatrix::Ones(1100, 3), 3);
  for (std::size_t i = 0; i < 1100; ++i) {
    const std::vector<std::int32_t> found(&near.ids[3 * i], &near.ids[3 * i] + 3);
    std::vector<std::int32_t> expected{0, 1, 2, 3};
    std::erase(expected, static_cast<std::int32_t>(i));
    expected.resize(3);
    EXPECT_EQ(found, expected) << i;
    EXPECT_EQ(near.distances[3 * i], 0);
  }
}

TEST(NearestRows, AreNoneOfNoneAndOfOne) {
  EXPECT_TRUE(nearest_rows(RowMatrix(0, 3), 0).ids.empty());
  EXPECT_TRUE(nearest_rows(RowMatrix::Ones(1, 3), 0).ids.empty());
  EXPECT_EQ(nearest_rows(RowMatrix(3, 0), 1).ids, (Array<std::int32_t>{1, 0, 0}));
}

TEST(NearestRows, CannotBeMoreThanThereAre) {
  EXPECT_THROW(nearest_rows(RowMatrix::Ones(3, 2), 3), OptionError);
  EXPECT_THROW(nearest_rows(RowMatrix::Ones(3, 2), -1), OptionError);
  EXPECT_THROW(nearest_rows(RowMatrix(0, 2), 1), OptionError);
  RowMatrix rows = RowMatrix::Ones(3, 2);
  rows(1, 1) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(nearest_rows(rows, 1), OptionError);
}

TEST(NearestRows, CountsTheRowsThatAreDone) {
  std::int64_t last = 0;
  nearest_rows(random_table(600, 3, 5), 2, [&](std::int64_t done, std::int64_t total) {
    last = done;
    EXPECT_EQ(total, 600);
  });
  EXPECT_EQ(last, 600);
}

TEST(NearestRows, DoesNotDependOnTheNumberOfThreads) {
  const RowMatrix rows = random_table(1200, 8, 6);
  const NearestRows expected = nearest_rows(rows, 9);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    const NearestRows near = nearest_rows(rows, 9);
    EXPECT_EQ(near.ids, expected.ids);
    EXPECT_EQ(near.distances, expected.distances);
  }
}

}  // namespace nearest_rows_test
}  // namespace eigenlex
