#include "eigenlex/query/recommend.hpp"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_embedding.hpp"

namespace eigenlex {
namespace recommend_test {

using ::testing::ElementsAre;

std::vector<std::int32_t> ids(const std::vector<Neighbour>& found) {
  std::vector<std::int32_t> result;
  for (const Neighbour& one : found) result.push_back(one.id);
  return result;
}

/// Two rows and four columns; w·c is the first row 1, 2, 3, 3, the second the same negated.
MatrixModel small_model() {
  MatrixModel model;
  model.rows = embedding_of_words({"ann", "bob"}, Table{{1}, {-1}});
  model.columns = embedding_of_words({"p", "q", "s", "r"}, Table{{1}, {2}, {3}, {3}});
  model.seen = {.indptr = {0, 1, 3}, .indices = {1, 0, 3}};
  return model;
}

/// A model of random tables in which row i has seen the columns j with (i + j) % 3 = 0.
MatrixModel random_model(std::int32_t rows, std::int32_t columns, std::int32_t dim) {
  MatrixModel model;
  model.rows = testing::random_embedding(rows, dim, 1);
  model.columns = testing::random_embedding(columns, dim, 2);
  model.seen.indptr = {0};
  for (std::int32_t i = 0; i < rows; ++i) {
    for (std::int32_t j = 0; j < columns; ++j) {
      if ((i + j) % 3 == 0) model.seen.indices.push_back(j);
    }
    model.seen.indptr.push_back(std::ssize(model.seen.indices));
  }
  return model;
}

TEST(Recommend, NamesTheLargestPredictionsTiesByName) {
  const auto found =
      recommend(small_model(), std::vector<std::int32_t>{0, 1}, {.leave_out_seen = false});
  EXPECT_THAT(ids(found[0]), ElementsAre(3, 2, 1, 0));
  EXPECT_THAT(ids(found[1]), ElementsAre(0, 1, 3, 2));
  EXPECT_EQ(found[0][2].similarity, 2.0f);
}

TEST(Recommend, LeavesOutWhatWasSeen) {
  const auto found = recommend(small_model(), std::vector<std::int32_t>{1, 0}, {.count = 2});
  EXPECT_THAT(ids(found[0]), ElementsAre(1, 2));
  EXPECT_THAT(ids(found[1]), ElementsAre(3, 2));
}

TEST(Recommend, IsWhatABruteForceSearchFinds) {
  const MatrixModel model = random_model(7, 50, 5);
  std::vector<std::int32_t> rows{6, 0, 3};
  const auto found = recommend(model, rows, {.count = 50});
  for (std::size_t k = 0; k < rows.size(); ++k) {
    std::vector<std::pair<float, std::int32_t>> expected;
    for (std::int32_t j = 0; j < 50; ++j) {
      if ((rows[k] + j) % 3 == 0) continue;
      const double score = model.rows.table.row(rows[k]).cast<double>().dot(
          model.columns.table.row(j).cast<double>());
      expected.emplace_back(-static_cast<float>(score), j);
    }
    std::sort(expected.begin(), expected.end());
    ASSERT_EQ(found[k].size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_EQ(found[k][i].id, expected[i].second);
      EXPECT_FLOAT_EQ(found[k][i].similarity, -expected[i].first);
    }
  }
}

TEST(Recommend, FindsRowsByNameHoweverTheyAreWritten) {
  const std::vector<std::string> names{"bob", "carl", "ANN"};
  const auto found = recommend(small_model(), names, {.count = 2});
  EXPECT_THAT(ids(found[0].value()), ElementsAre(1, 2));
  EXPECT_FALSE(found[1].has_value());
  EXPECT_THAT(ids(found[2].value()), ElementsAre(3, 2));
}

// U Σ Vᵀ does not depend on how Σ is shared out.
TEST(Recommend, PredictsTheSameForAnyExponent) {
  MatrixModel model = random_model(4, 30, 3);
  model.singular_values = Eigen::Vector3f(4, 2, 1);
  model.exponent = 0.5;
  const std::vector<std::int32_t> rows{0, 1, 2, 3};
  const auto expected = recommend(model, rows);
  for (const double exponent : {0.0, 0.25, 1.0}) {
    MatrixModel other = model;
    for (Eigen::Index k = 0; k < 3; ++k) {
      const auto factor = static_cast<float>(std::pow(model.singular_values[k], exponent - 0.5));
      other.rows.table.col(k) *= factor;
      other.columns.table.col(k) *= factor;
    }
    other.exponent = exponent;
    const auto found = recommend(other, rows);
    for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(ids(found[i]), ids(expected[i]));
  }
}

TEST(Recommend, GivesTheSameForAnyNumberOfThreads) {
  const MatrixModel model = random_model(40, 200, 8);
  std::vector<std::int32_t> rows;
  for (std::int32_t i = 0; i < 40; ++i) rows.push_back(i);
  const auto run = [&](int threads) {
    const ThreadCount count(threads);
    return recommend(model, rows);
  };
  const auto one = run(1);
  EXPECT_EQ(run(2), one);
  EXPECT_EQ(run(3), one);
}

TEST(Recommend, RefusesWhatItCannotAnswer) {
  MatrixModel model = small_model();
  const std::vector<std::int32_t> first{0};
  EXPECT_THROW(recommend(model, first, {.count = 0}), OptionError);
  EXPECT_THROW(recommend(model, std::vector<std::int32_t>{2}), OptionError);
  EXPECT_THROW(recommend(model, std::vector<std::int32_t>{-1}), OptionError);
  model.exponent = 0.5;
  EXPECT_THROW(recommend(model, first), OptionError);  // without singular values
  model.exponent.reset();
  model.columns.table.resize(4, 2);
  EXPECT_THROW(recommend(model, first), OptionError);
  model = small_model();
  model.seen = {};
  EXPECT_THROW(recommend(model, first), OptionError);
  EXPECT_NO_THROW(recommend(model, first, {.leave_out_seen = false}));
  model.columns = {};
  EXPECT_THROW(recommend(model, first, {.leave_out_seen = false}), OptionError);
}

}  // namespace recommend_test
}  // namespace eigenlex
