#include "eigenlex/refine/align.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/matrix/tall.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace align_test {

using ::testing::ElementsAre;
using testing::random_table;
using ::testing::SizeIs;

constexpr std::int32_t kWords = 400;
constexpr Eigen::Index kDim = 12;

Embedding embedding_of(Table table, std::string prefix) {
  std::vector<std::string> words;
  for (Eigen::Index i = 0; i < table.rows(); ++i) words.push_back(prefix + std::to_string(i));
  return {Vocabulary(words, std::vector<std::int64_t>(words.size(), 1000)), std::move(table)};
}

Eigen::MatrixXd random_rotation(Eigen::Index dim) {
  return orthonormal_basis(random_normal(dim, dim, 9)).cast<double>();
}

/// A table, and the same rotated with a little noise: word i is word i.
struct Problem {
  Embedding source, target;
  std::vector<Anchor> truth;

  explicit Problem(float noise = 0.05f, Eigen::Index dim = kDim) {
    const Table table = random_table(kWords, dim, 1);
    source = embedding_of(table, "s");
    target = embedding_of(
        Table(multiply(table, random_rotation(dim)) + noise * random_table(kWords, dim, 2)), "t");
    for (std::int32_t i = 0; i < kWords; ++i) truth.push_back({i, i});
  }

  /// Mean cosine of the source's words with their translations.
  double quality(const Alignment& alignment) const {
    const Table rotated = multiply(source.table, alignment.rotation);
    double sum = 0;
    for (Eigen::Index i = 0; i < kWords; ++i) {
      sum += rotated.row(i).normalized().dot(target.table.row(i).normalized());
    }
    return sum / kWords;
  }
};

TEST(Align, FindsTheRotation) {
  const Problem problem(0);
  const Alignment found =
      align(problem.source, problem.target, problem.truth, {.centre = false, .rounds = 0});
  EXPECT_LT((found.rotation - random_rotation(kDim)).cwiseAbs().maxCoeff(), 1e-5);
  EXPECT_THAT(found.rounds, SizeIs(1));
  EXPECT_NEAR(found.rounds[0].mean_cosine, 1, 1e-5);
  EXPECT_TRUE(found.moved.empty());
}

// Rows that differ in all directions but one, that of their mean.
TEST(Align, TheMeanKeepsItsDirectionThoughItIsTakenAway) {
  Table table(kWords, kDim);
  table << Table::Constant(kWords, 1, 0.6f),
      0.8f * random_table(kWords, kDim - 1, 1).rowwise().normalized();
  const Embedding source = embedding_of(table, "s");
  for (const float sign : {1.0f, -1.0f}) {
    Eigen::MatrixXd rotation = random_rotation(kDim);
    rotation.row(0) *= sign;
    const Embedding target = embedding_of(Table(multiply(table, rotation)), "t");
    const Alignment found = align(source, target, Problem().truth, {.rounds = 0});
    EXPECT_LT((found.rotation - rotation).cwiseAbs().maxCoeff(), 1e-3);
  }
}

TEST(Align, FewAnchorsBecomeManyByRounds) {
  const Problem problem;
  const std::vector<Anchor> few(problem.truth.begin(), problem.truth.begin() + 8);
  const Alignment without = align(problem.source, problem.target, few, {.rounds = 0});
  const Alignment with = align(problem.source, problem.target, few);
  EXPECT_LT(problem.quality(without), 0.95);
  EXPECT_GT(problem.quality(with), 0.99);
  EXPECT_GT(with.rounds.back().anchors, kWords * 9 / 10);
}

// Of 60 anchors 15 are wrong, in pairs that are dealt out among each other.
TEST(Align, LeavesOutAnchorsThatMoved) {
  const Problem problem;
  std::vector<Anchor> anchors(problem.truth.begin(), problem.truth.begin() + 60);
  for (std::size_t i = 0; i < 15; ++i) {
    anchors[i].target = static_cast<std::int32_t>((i + 1) % 15);
  }
  const Alignment robust = align(problem.source, problem.target, anchors, {.rounds = 0});
  const Alignment all = align(problem.source, problem.target, anchors, {.outlier = 0, .rounds = 0});
  EXPECT_GT(problem.quality(robust), 0.99);
  EXPECT_GT(problem.quality(robust), problem.quality(all));
  EXPECT_EQ(robust.rounds.back().left_out, 15);
  std::vector<Anchor> moved = robust.moved;
  std::ranges::sort(moved);
  EXPECT_EQ(moved, std::vector<Anchor>(anchors.begin(), anchors.begin() + 15));
}

TEST(Align, RareWordsWeighLess) {
  Problem problem(0.05f);
  // The first 20 anchors are wrong and rare.
  std::vector<Anchor> anchors(problem.truth.begin(), problem.truth.begin() + 40);
  std::vector<std::string> words;
  std::vector<std::int64_t> counts;
  for (std::int32_t i = 0; i < kWords; ++i) {
    words.push_back("s" + std::to_string(i));
    counts.push_back(i < 20 ? 1 : 100'000);
    if (i < 20) anchors[static_cast<std::size_t>(i)].target = (i + 1) % 20;
  }
  problem.source.vocabulary = Vocabulary(words, counts);
  const auto quality = [&](double certainty) {
    return problem.quality(align(problem.source, problem.target, anchors,
                                 {.certainty = certainty, .outlier = 0, .rounds = 0}));
  };
  EXPECT_GT(quality(100), 0.98);
  EXPECT_LT(quality(0), 0.95);
}

TEST(Align, TablesOfOtherDimensionsAreTakenToThoseOfTheTarget) {
  const Problem problem(0);
  Embedding wider = problem.target;
  wider.table.conservativeResize(kWords, kDim + 3);
  wider.table.rightCols(3).setZero();
  const Alignment up = align(problem.source, wider, problem.truth, {.centre = false});
  EXPECT_EQ(up.rotation.cols(), kDim + 3);
  const Eigen::MatrixXd product = up.rotation * up.rotation.transpose();
  EXPECT_LT((product - Eigen::MatrixXd::Identity(kDim, kDim)).cwiseAbs().maxCoeff(), 1e-5);
  const Alignment down = align(wider, problem.source, problem.truth, {.centre = false});
  EXPECT_EQ(down.rotation.rows(), kDim + 3);
  EXPECT_LT((multiply(wider.table, down.rotation) - problem.source.table).cwiseAbs().maxCoeff(),
            1e-4);
}

TEST(Align, ARotatedModelKeepsItsCosinesAndProducts) {
  const Problem problem;
  const Alignment found = align(problem.source, problem.target, problem.truth);
  Model model;
  model.words = problem.source;
  model.contexts = random_table(kWords, kDim, 3);
  model.singular_values = Eigen::VectorXf::Ones(kDim);
  model.exponent = 0.5;
  const Model turned = rotated(model, found, {});
  EXPECT_LT((turned.words.table * turned.contexts.transpose() -
             model.words.table * model.contexts.transpose())
                .cwiseAbs()
                .maxCoeff(),
            1e-4);
  EXPECT_FALSE(turned.exponent);
  EXPECT_EQ(turned.singular_values.size(), 0);
  EXPECT_EQ(turned.description.at("align").at("moved"), found.moved.size());
}

TEST(Align, AnchorsAreWordsOfBoth) {
  const Vocabulary source({"1999", "taxi", "Haus", "7"}, {4, 3, 2, 1});
  const Vocabulary target({"taxi", "house", "7", "home", "1999"}, {5, 4, 3, 2, 1});
  EXPECT_THAT(find_anchors(AnchorKind::kIdentical, source, target),
              ElementsAre(Anchor{0, 4}, Anchor{1, 0}, Anchor{3, 2}));
  EXPECT_THAT(find_anchors(AnchorKind::kNumerals, source, target),
              ElementsAre(Anchor{0, 4}, Anchor{3, 2}));
  EXPECT_THAT(anchors_of({{"Haus", "house"}, {"Haus", "House"}, {"Haus", "home"}, {"Baum", "tree"}},
                         source, target),
              ElementsAre(Anchor{2, 1}, Anchor{2, 3}));
}

TEST(Align, WhatIsOutOfRangeIsRefused) {
  const Problem problem;
  const auto error_of = [&](const std::vector<Anchor>& anchors, const AlignOptions& options) {
    try {
      align(problem.source, problem.target, anchors, options);
    } catch (const OptionError& error) {
      return error.field();
    }
    return std::string();
  };
  EXPECT_EQ(error_of({}, {}), "anchors");
  EXPECT_EQ(error_of({{0, kWords}}, {}), "anchors");
  EXPECT_EQ(error_of({{-1, 0}}, {}), "anchors");
  EXPECT_EQ(error_of({{0, 0}}, {.certainty = -1}), "AlignOptions.certainty");
  EXPECT_EQ(error_of({{0, 0}}, {.outlier = -1}), "AlignOptions.outlier");
  EXPECT_EQ(error_of({{0, 0}}, {.rounds = -1}), "AlignOptions.rounds");
  EXPECT_EQ(error_of({{0, 0}}, {.frequent = 0}), "AlignOptions.frequent");
  EXPECT_EQ(error_of({{0, 0}}, {.neighbours = 0}), "AlignOptions.neighbours");
}

TEST(Align, IsTheSameForAnyNumberOfThreads) {
  const Problem problem(0.4f);
  const auto rotation = [&](int threads) {
    const ThreadCount count(threads);
    return align(problem.source, problem.target, problem.truth).rotation;
  };
  const Eigen::MatrixXd one = rotation(1);
  EXPECT_EQ(rotation(2), one);
  EXPECT_EQ(rotation(3), one);
}

}  // namespace align_test
}  // namespace eigenlex
