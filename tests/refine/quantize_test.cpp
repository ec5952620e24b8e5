#include "eigenlex/refine/quantize.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/table_error.hpp"

#include "support/als_problem.hpp"
#include "support/random_embedding.hpp"

namespace eigenlex {
namespace quantize_test {

using ::testing::HasSubstr;
using testing::option_error_of;
using testing::random_table;

/// A table whose columns fall in variance, as those of an SVD do.
Table falling_table(Eigen::Index rows, Eigen::Index dim) {
  Table table = random_table(rows, dim, 1);
  for (Eigen::Index j = 0; j < dim; ++j) table.col(j) *= 1.0f / std::sqrt(1.0f + float(j));
  return table;
}

TEST(QuantizeInt8, EachNumberIsWithinHalfAStep) {
  const Table table = random_table(300, 40, 2);
  const Int8Table encoded = quantize_int8(table);
  const Table decoded = decode(encoded);
  for (Eigen::Index i = 0; i < table.rows(); ++i) {
    const float half_step = encoded.scales[i] / 2;
    EXPECT_LE((decoded.row(i) - table.row(i)).cwiseAbs().maxCoeff(), half_step * 1.001f);
  }
}

TEST(QuantizeInt8, KeepsRowsOfZerosAndTheSmallestAndLargestNumbers) {
  Table table = Table::Zero(3, 4);
  table(1, 2) = std::numeric_limits<float>::max();
  table(2, 0) = std::numeric_limits<float>::denorm_min();
  const Table decoded = decode(quantize_int8(table));
  EXPECT_TRUE(decoded.allFinite());
  EXPECT_TRUE(decoded.row(0).isZero(0));
  EXPECT_NEAR(decoded(1, 2) / table(1, 2), 1, 1e-6);
}

TEST(QuantizePq, ComesNearerWithMoreSubvectors) {
  const Table table = falling_table(2000, 24);
  double before = 1;
  for (const std::int64_t subvectors : {2, 6, 12, 24}) {
    const double error = table_error(table, decode(quantize_pq(table, {.subvectors = subvectors})))
                             .mean_cosine_error;
    EXPECT_LT(error, before) << subvectors;
    before = error;
  }
  // 8 bits a number.
  EXPECT_LT(before, 1e-3);
}

TEST(QuantizePq, LengthsAreKeptWithinAStep) {
  Table table = falling_table(500, 10);
  for (Eigen::Index i = 0; i < 500; ++i) table.row(i) *= 0.1f + float(i);
  const PqTable encoded = quantize_pq(table, {.subvectors = 10});
  const float step = std::pow(encoded.longest / encoded.shortest, 1 / 254.0f);
  for (Eigen::Index i = 0; i < 500; ++i) {
    const float ratio =
        encoded.length_of(encoded.lengths[static_cast<std::size_t>(i)]) / table.row(i).norm();
    EXPECT_LT(ratio, step);
    EXPECT_GT(ratio, 1 / step);
  }
}

TEST(QuantizePq, FewWordsAreExact) {
  const Table table = falling_table(30, 7);
  const Table decoded = decode(quantize_pq(table, {.subvectors = 3}));
  EXPECT_LT(table_error(table, decoded).worst_cosine_error, 1e-6);
}

TEST(QuantizePq, RowsOfZerosStay) {
  Table table = falling_table(40, 6);
  table.row(11).setZero();
  EXPECT_TRUE(decode(quantize_pq(table, {.subvectors = 2})).row(11).isZero(0));
  EXPECT_TRUE(decode(quantize_pq(Table::Zero(5, 6), {.subvectors = 2})).isZero(0));
}

TEST(QuantizePq, EveryGroupGetsALikeShareOfTheVariance) {
  const Table table = falling_table(2000, 24);
  const PqTable encoded = quantize_pq(table, {.subvectors = 6, .iterations = 1});
  EXPECT_EQ(std::set<std::int32_t>(encoded.columns.begin(), encoded.columns.end()).size(), 24u);
  const Eigen::RowVectorXd variances = table.colwise().squaredNorm().cast<double>();
  double least = 1e300, most = 0;
  for (std::size_t group = 0; group < 6; ++group) {
    double product = 1;
    for (std::size_t j = 4 * group; j < 4 * group + 4; ++j)
      product *= variances[encoded.columns[j]];
    least = std::min(least, product);
    most = std::max(most, product);
  }
  // In the order of the columns the products differ by a factor of some 4,000.
  EXPECT_LT(most / least, 10);
}

TEST(QuantizePq, TheNumberOfThreadsChangesNoByte) {
  const Table table = falling_table(1500, 20);
  const auto run = [&](int count) {
    const ThreadCount threads(count);
    return quantize_pq(table, {.subvectors = 5, .iterations = 4});
  };
  const PqTable one = run(1);
  for (const int count : {2, 3}) {
    const PqTable other = run(count);
    EXPECT_EQ(other.codes, one.codes);
    EXPECT_EQ(other.codebook, one.codebook);
    EXPECT_EQ(other.lengths, one.lengths);
  }
}

TEST(Quantize, BadOptionsAndNumbersAreNamed) {
  Table table = falling_table(20, 4);
  const auto error = [&](const PqOptions& options) {
    return option_error_of([&] { quantize_pq(table, options); });
  };
  EXPECT_THAT(error({.subvectors = 0}), HasSubstr("PqOptions.subvectors = 0"));
  EXPECT_THAT(error({.subvectors = 5}), HasSubstr("at most the 4 dimensions"));
  EXPECT_THAT(error({.subvectors = 2, .iterations = 0}), HasSubstr("iterations = 0"));
  EXPECT_THAT(error({.subvectors = 2, .training_words = -1}), HasSubstr("training_words = -1"));
  table(13, 1) = std::numeric_limits<float>::infinity();
  EXPECT_THAT(error({.subvectors = 2}), HasSubstr("row 13"));
  EXPECT_THAT(option_error_of([&] { quantize_int8(table); }), HasSubstr("row 13"));
}

}  // namespace quantize_test
}  // namespace eigenlex
