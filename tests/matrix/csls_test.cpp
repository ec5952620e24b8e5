#include "eigenlex/matrix/csls.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <tuple>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/unit_rows.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace csls_test {

using testing::random_table;

/// r of a row by sorting all its products.
double mean_of_greatest(const RowMatrix& others, const Eigen::RowVectorXf& row, std::size_t count) {
  const Eigen::VectorXd products = others.cast<double>() * row.cast<double>().transpose();
  std::vector<double> sorted(products.begin(), products.end());
  std::ranges::sort(sorted, std::greater<>{});
  sorted.resize(std::min(sorted.size(), count));
  return std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size());
}

// 3,000 others are more than a tile of products.
TEST(Csls, DensityIsThatOfAFullSort) {
  const RowMatrix rows = unit_rows(random_table(150, 9, 1));
  const RowMatrix others = unit_rows(random_table(3000, 9, 2));
  for (const std::int64_t count : {1, 10, 5000}) {
    const Eigen::VectorXf density = mean_greatest_products(rows, others, count);
    ASSERT_EQ(density.size(), rows.rows());
    for (Eigen::Index i = 0; i < rows.rows(); ++i) {
      // Products in float of vectors of length 1 and 9 components.
      EXPECT_NEAR(density[i],
                  mean_of_greatest(others, rows.row(i), static_cast<std::size_t>(count)), 1e-6);
    }
  }
}

TEST(Csls, MatchesAreThoseOfTheDefinition) {
  const RowMatrix rows = unit_rows(random_table(150, 9, 3));
  const RowMatrix others = unit_rows(random_table(3000, 9, 4));
  const Eigen::VectorXf density = mean_greatest_products(others, rows, 10);
  const auto matches = csls_matches(rows, others, density);
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    const Eigen::VectorXd scores =
        2 * others.cast<double>() * rows.row(i).cast<double>().transpose() - density.cast<double>();
    const auto match = matches[static_cast<std::size_t>(i)];
    EXPECT_NEAR(scores[match], scores.maxCoeff(), 1e-6);
  }
}

// The last row is near to all, so its density keeps it from being the answer to any.
TEST(Csls, HubsAreNoMatches) {
  RowMatrix rows(3, 4), others(4, 4);
  rows << 1, 0, 0, 0.9f, 0, 1, 0, 0.9f, 0, 0, 1, 0.9f;
  others << 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0.4f, 0.4f, 0.4f, 1;
  rows = unit_rows(rows);
  others = unit_rows(others);
  EXPECT_EQ(csls_matches(rows, others, Eigen::VectorXf::Zero(4)),
            (std::vector<std::int32_t>{3, 3, 3}));
  EXPECT_EQ(csls_matches(rows, others, mean_greatest_products(others, rows, 2)),
            (std::vector<std::int32_t>{0, 1, 2}));
}

TEST(Csls, OfEqualRowsTheFirstMatches) {
  const RowMatrix rows = RowMatrix::Identity(2, 2);
  RowMatrix others(3, 2);
  others << 0, 1, 1, 0, 1, 0;
  EXPECT_EQ(csls_matches(rows, others, Eigen::VectorXf::Zero(3)),
            (std::vector<std::int32_t>{1, 0}));
}

TEST(Csls, NothingMatchesNothing) {
  const RowMatrix rows = RowMatrix::Identity(2, 2);
  EXPECT_EQ(csls_matches(rows, RowMatrix(0, 2), Eigen::VectorXf()),
            (std::vector<std::int32_t>{-1, -1}));
  EXPECT_EQ(mean_greatest_products(rows, RowMatrix(0, 2), 10), Eigen::VectorXf::Zero(2));
}

TEST(Csls, CentredRowsHaveLengthOneAndLackTheMeanOfTheFrequentOnes) {
  RowMatrix rows = random_table(300, 5, 5);
  rows.col(0).array() += 3;
  rows.row(7).setZero();
  const RowMatrix units = unit_rows(rows);
  const RowMatrix centred = centred_unit_rows(rows, 100);
  const Eigen::RowVectorXf mean = units.topRows(100).colwise().mean();
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    if (i == 7) {
      EXPECT_TRUE(centred.row(i).isZero(0));
      continue;
    }
    const Eigen::RowVectorXf expected = (units.row(i) - mean).normalized();
    EXPECT_LT((centred.row(i) - expected).norm(), 1e-6);
  }
}

TEST(Csls, ShapesThatDoNotFitAreRefused) {
  const RowMatrix rows = RowMatrix::Identity(2, 2);
  EXPECT_THROW(mean_greatest_products(rows, RowMatrix::Identity(3, 3), 1), OptionError);
  EXPECT_THROW(mean_greatest_products(rows, rows, 0), OptionError);
  EXPECT_THROW(csls_matches(rows, rows, Eigen::VectorXf::Zero(3)), OptionError);
}

TEST(Csls, IsTheSameForAnyNumberOfThreads) {
  const RowMatrix table = random_table(1000, 20, 6);
  const auto all = [&](int threads) {
    const ThreadCount count(threads);
    const RowMatrix rows = centred_unit_rows(table, 500);
    const Eigen::VectorXf density = mean_greatest_products(rows, rows, 10);
    return std::tuple(rows, density, csls_matches(rows, rows, density));
  };
  const auto one = all(1);
  EXPECT_EQ(all(2), one);
  EXPECT_EQ(all(3), one);
}

}  // namespace csls_test
}  // namespace eigenlex
