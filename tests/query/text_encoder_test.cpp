#include "eigenlex/query/text_encoder.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/tall.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace text_encoder_test {

using testing::random_table;

Vocabulary words() { return {{"sea", "ship", "the"}, {10, 10, 80}}; }

Table vectors() {
  Table table(3, 2);
  table << 1, 0, 0, 2, 5, 5;
  return table;
}

TEST(TextEncoder, WeightsAreThoseOfTheFormula) {
  const std::vector<double> weights = smooth_inverse_frequency(words(), 0.1);
  EXPECT_DOUBLE_EQ(weights[0], 0.1 / (0.1 + 0.1));
  EXPECT_DOUBLE_EQ(weights[2], 0.1 / (0.1 + 0.8));
}

TEST(TextEncoder, WithoutCountsWordsFollowZipf) {
  const Vocabulary uncounted({"a", "b"}, {0, 0});
  const std::vector<double> weights = smooth_inverse_frequency(uncounted, 0.5);
  EXPECT_DOUBLE_EQ(weights[0], 0.5 / (0.5 + 2.0 / 3));
  EXPECT_DOUBLE_EQ(weights[1], 0.5 / (0.5 + 1.0 / 3));
}

TEST(TextEncoder, ATextIsTheWeightedMeanOfItsKnownWordsAtLengthOne) {
  const TextEncoder encoder({words(), vectors()}, 0.1);
  Table means(4, 2);
  const std::array<std::string_view, 4> texts = {"The ship, the sea!", "", "unknown sea sea",
                                                 "unknown"};
  EXPECT_EQ(encoder.encode(texts, means), 2);
  const double of_the = 0.1 / (0.1 + 0.8) * std::sqrt(0.5), of_sea = 0.1 / (0.1 + 0.1);
  EXPECT_NEAR(means(0, 0), (2 * of_the + of_sea) / 4, 1e-6);
  EXPECT_NEAR(means(0, 1), (2 * of_the + of_sea) / 4, 1e-6);
  EXPECT_EQ(means.row(1), Eigen::RowVector2f(0, 0));
  EXPECT_EQ(means.row(2), Eigen::RowVector2f(0.5F, 0));
  EXPECT_EQ(means.row(3), Eigen::RowVector2f(0, 0));
}

TEST(TextEncoder, CompactWordsGiveWhatTheyStandFor) {
  Int8Table compact{.codes = Int8Table::Codes(3, 2), .scales = Eigen::Vector3f(1, 2, 0.5F)};
  compact.codes << 1, 0, 0, 1, 10, 10;
  const std::array<std::string_view, 1> texts = {"ship the sea"};
  Table expected(1, 2), means(1, 2);
  TextEncoder({words(), vectors()}).encode(texts, expected);
  TextEncoder({words(), compact}).encode(texts, means);
  EXPECT_EQ(means, expected);
}

TEST(TextEncoder, BadOptionsAreRefusedByName) {
  for (const double bad : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    EXPECT_THROW(TextEncoder({words(), vectors()}, bad), OptionError) << bad;
  }
}

TEST(TextEncoder, TheCommonDirectionIsThatOfTheLargestSingularValue) {
  Table rows = random_table(500, 6, 3);
  rows.rowwise() += Eigen::RowVectorXf::LinSpaced(6, -4, 1);
  const Eigen::RowVectorXd direction = common_direction(gram(rows));
  EXPECT_NEAR(direction.norm(), 1, 1e-12);
  EXPECT_GT(direction.maxCoeff(), -direction.minCoeff());  // the largest entry is positive
  const double along = (rows.cast<double>() * direction.transpose()).squaredNorm();
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    const Eigen::RowVectorXd other = random_table(1, 6, seed).cast<double>().row(0).normalized();
    EXPECT_GT(along, (rows.cast<double>() * other.transpose()).squaredNorm());
  }
  remove_direction(direction, rows);
  EXPECT_LT((rows.cast<double>() * direction.transpose()).cwiseAbs().maxCoeff(), 1e-5);
}

TEST(TextEncoder, ZerosHaveNoDirectionInCommon) {
  const Eigen::RowVectorXd none = common_direction(Eigen::MatrixXd::Zero(3, 3));
  EXPECT_EQ(none, Eigen::RowVectorXd::Zero(3));
  Table rows = random_table(2, 3, 1);
  const Table before = rows;
  remove_direction(none, rows);
  EXPECT_EQ(rows, before);
}

}  // namespace text_encoder_test
}  // namespace eigenlex
