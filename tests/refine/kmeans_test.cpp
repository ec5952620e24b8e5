#include "eigenlex/refine/kmeans.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

#include "support/als_problem.hpp"
#include "support/random_embedding.hpp"

namespace eigenlex {
namespace kmeans_test {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::option_error_of;
using testing::random_table;

/// Points around `classes` random centres, point i belonging to centre i % classes.
RowMatrix planted(Eigen::Index points, Eigen::Index dim, Eigen::Index classes, float spread) {
  const Table centres = random_table(classes, dim, 7);
  RowMatrix rows = spread * random_table(points, dim, 8);
  for (Eigen::Index i = 0; i < points; ++i) rows.row(i) += centres.row(i % classes);
  return rows;
}

/// Normalized mutual information of labels with the classes i % classes (arithmetic mean).
double nmi(const std::vector<std::int32_t>& labels, std::int32_t classes) {
  std::map<std::pair<int, int>, double> joint;
  std::map<int, double> by_label, by_class;
  const double share = 1.0 / static_cast<double>(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const int planted_class = static_cast<int>(i) % classes;
    joint[{labels[i], planted_class}] += share;
    by_label[labels[i]] += share;
    by_class[planted_class] += share;
  }
  const auto entropy = [](const auto& shares) {
    double sum = 0;
    for (const auto& [key, p] : shares) sum -= p * std::log(p);
    return sum;
  };
  const double label_entropy = entropy(by_label), class_entropy = entropy(by_class);
  return 2 * (label_entropy + class_entropy - entropy(joint)) / (label_entropy + class_entropy);
}

/// What a point costs at a centroid, in double.
double cost(const RowMatrix& points, Eigen::Index i, const RowMatrix& centroids, Eigen::Index c,
            Metric metric) {
  const Eigen::RowVectorXd x = points.row(i).cast<double>(), m = centroids.row(c).cast<double>();
  if (metric == Metric::kEuclidean) return (x - m).squaredNorm();
  return x.norm() == 0 ? 1.0 : 1.0 - x.dot(m) / (x.norm() * m.norm());
}

class KMeans : public ::testing::TestWithParam<Metric> {};

TEST_P(KMeans, FindsPlantedClasses) {
  const RowMatrix points = planted(4000, 40, 50, 0.5f);
  const KMeansResult result = kmeans(points, {.clusters = 50, .metric = GetParam()});
  EXPECT_GE(nmi(result.assignment.labels, 50), 0.95);
}

TEST_P(KMeans, LabelsAreTheNearestOfTheCentroids) {
  const RowMatrix points = random_table(700, 12, 1);
  const KMeansResult result = kmeans(points, {.clusters = 20, .metric = GetParam()});
  double inertia = 0;
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    const auto label = result.assignment.labels[static_cast<std::size_t>(i)];
    const double own = cost(points, i, result.centroids, label, GetParam());
    // Float products of some 10 numbers of size 10.
    for (Eigen::Index c = 0; c < 20; ++c) {
      EXPECT_LE(own, cost(points, i, result.centroids, c, GetParam()) + 1e-4);
    }
    EXPECT_NEAR(result.assignment.costs[static_cast<std::size_t>(i)], own, 1e-4);
    inertia += own;
  }
  EXPECT_NEAR(result.assignment.inertia, inertia, 1e-5 * inertia);
  EXPECT_EQ(result.assignment.inertia, result.inertias.back());
}

TEST_P(KMeans, InertiaNeverRises) {
  const KMeansResult result =
      kmeans(random_table(3000, 10, 2), {.clusters = 64, .metric = GetParam(), .tolerance = 0});
  ASSERT_GT(result.inertias.size(), 3u);
  for (std::size_t i = 1; i < result.inertias.size(); ++i) {
    EXPECT_LE(result.inertias[i], result.inertias[i - 1] * (1 + 1e-6)) << i;
  }
}

TEST_P(KMeans, CentroidsAreTheMeansOfTheirPointsOnceSettled) {
  const RowMatrix points = random_table(500, 6, 3);
  const KMeansResult result =
      kmeans(points, {.clusters = 8, .metric = GetParam(), .max_iterations = 500, .tolerance = 0});
  ASSERT_EQ(result.stop, KMeansStop::kSettled);
  Eigen::MatrixXd sums = Eigen::MatrixXd::Zero(8, 6);
  Eigen::VectorXd sizes = Eigen::VectorXd::Zero(8);
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    const auto label = result.assignment.labels[static_cast<std::size_t>(i)];
    Eigen::RowVectorXd x = points.row(i).cast<double>();
    if (GetParam() == Metric::kCosine) x.normalize();
    sums.row(label) += x;
    sizes[label] += 1;
  }
  for (Eigen::Index c = 0; c < 8; ++c) {
    const double divisor = GetParam() == Metric::kCosine ? sums.row(c).norm() : sizes[c];
    EXPECT_LT((sums.row(c) / divisor - result.centroids.row(c).cast<double>()).norm(), 1e-5);
  }
}

TEST_P(KMeans, TheNumberOfThreadsChangesNoByte) {
  const RowMatrix points = random_table(2500, 17, 4);
  const KMeansOptions options{.clusters = 40, .metric = GetParam()};
  const auto run = [&](int count) {
    const ThreadCount threads(count);
    return kmeans(points, options);
  };
  const KMeansResult one = run(1);
  for (const int count : {2, 3}) {
    const KMeansResult other = run(count);
    EXPECT_EQ(other.centroids, one.centroids);
    EXPECT_EQ(other.assignment.labels, one.assignment.labels);
    EXPECT_EQ(other.assignment.costs, one.assignment.costs);
    EXPECT_EQ(other.inertias, one.inertias);
  }
}

TEST_P(KMeans, ASampleOfThePointsGivesSeedsThatAreAboutAsGood) {
  const RowMatrix points = planted(20000, 16, 100, 1.0f);
  const auto inertia = [&](std::int64_t per_cluster) {
    return kmeans(
               points,
               {.clusters = 100, .metric = GetParam(), .seeding_points_per_cluster = per_cluster})
        .assignment.inertia;
  };
  EXPECT_LT(inertia(32), 1.03 * inertia(0));
}

TEST_P(KMeans, AsManyClustersAsDifferentPointsCostNothing) {
  // Each of 30 points ten times over; the copies are exact.
  const RowMatrix distinct = random_table(30, 5, 5);
  RowMatrix points(300, 5);
  for (Eigen::Index i = 0; i < 300; ++i) points.row(i) = distinct.row(i % 30);
  const KMeansResult result = kmeans(points, {.clusters = 30, .metric = GetParam()});
  EXPECT_NEAR(result.assignment.inertia, 0, 1e-4);  // 300 roundings of 1e-7
  EXPECT_GE(nmi(result.assignment.labels, 30), 1 - 1e-9);
  EXPECT_THAT(
      option_error_of([&] { kmeans(points, {.clusters = 31, .metric = GetParam()}); }),
      AllOf(HasSubstr("KMeansOptions.clusters = 31"), HasSubstr("different"), HasSubstr("30")));
}

TEST_P(KMeans, NoClusterIsEmptyAtTheEnd) {
  // Far outliers take seeds whose neighbours leave them.
  RowMatrix points = random_table(400, 3, 6);
  for (Eigen::Index i = 0; i < 40; ++i) points.row(i * 10) *= static_cast<float>(1 + i);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const KMeansResult result = kmeans(
        points, {.clusters = 150, .metric = GetParam(), .max_iterations = 300, .seed = seed});
    EXPECT_EQ(
        std::set<std::int32_t>(result.assignment.labels.begin(), result.assignment.labels.end())
            .size(),
        150u);
  }
}

TEST_P(KMeans, OneClusterIsTheMean) {
  const RowMatrix points = planted(300, 4, 1, 0.1f);
  const KMeansResult result = kmeans(points, {.clusters = 1, .metric = GetParam()});
  EXPECT_EQ(result.assignment.labels, std::vector<std::int32_t>(300, 0));
}

TEST_P(KMeans, RefusesWhatIsNotANumberWithItsRow) {
  RowMatrix points = random_table(50, 4, 9);
  points(17, 2) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(option_error_of([&] { kmeans(points, {.clusters = 3, .metric = GetParam()}); }),
              AllOf(HasSubstr("row 17"), HasSubstr("not finite")));
  EXPECT_THAT(option_error_of([&] { eigenlex::assign(points, RowMatrix::Zero(2, 4), GetParam()); }),
              HasSubstr("row 17"));
}

TEST(KMeansEuclidean, RefusesARowBesideWhichOthersVanish) {
  RowMatrix points = random_table(50, 4, 9);
  points(17, 2) = 1e30f;
  EXPECT_THAT(
      option_error_of([&] { kmeans(points, {.clusters = 3, .metric = Metric::kEuclidean}); }),
      HasSubstr("row 17: is too long beside row 0"));
  EXPECT_EQ(kmeans(points, {.clusters = 3}).centroids.rows(), 3);
}

TEST(KMeansEuclidean, GivesTheSameAnswerScaledForPointsOfAnySize) {
  const RowMatrix points = random_table(400, 5, 15);
  const KMeansOptions options{.clusters = 7, .metric = Metric::kEuclidean};
  const KMeansResult plain = kmeans(points, options);
  for (const double scale : {std::ldexp(1.0, -100), std::ldexp(1.0, 100), 1e-30, 1e30}) {
    const KMeansResult scaled = kmeans(static_cast<float>(scale) * points, options);
    EXPECT_EQ(scaled.assignment.labels, plain.assignment.labels) << scale;
    EXPECT_NEAR(scaled.assignment.inertia / (scale * scale) / plain.assignment.inertia, 1, 1e-5);
    EXPECT_NEAR(scaled.assignment.costs[7] / (scale * scale), plain.assignment.costs[7], 1e-5);
    EXPECT_LT(
        (scaled.centroids * static_cast<float>(1 / scale) - plain.centroids).cwiseAbs().maxCoeff(),
        1e-5f);
    const Assignment again =
        eigenlex::assign(static_cast<float>(scale) * points, scaled.centroids, options.metric);
    EXPECT_EQ(again.labels, plain.assignment.labels);
  }
}

INSTANTIATE_TEST_SUITE_P(Metrics, KMeans, ::testing::Values(Metric::kEuclidean, Metric::kCosine),
                         [](const auto& tested) {
                           return tested.param == Metric::kCosine ? "Cosine" : "Euclidean";
                         });

TEST(KMeansCosine, DoesNotSeeLengths) {
  const RowMatrix points = random_table(600, 8, 10);
  RowMatrix longer = points;
  // Powers of two scale without rounding.
  for (Eigen::Index i = 0; i < longer.rows(); ++i) longer.row(i) *= std::ldexp(1.0f, int(i % 9));
  const KMeansOptions options{.clusters = 12};
  EXPECT_EQ(kmeans(points, options).assignment.labels, kmeans(longer, options).assignment.labels);
}

TEST(KMeansCosine, PointsWithoutDirectionCostOneAndMoveNothing) {
  RowMatrix points = random_table(200, 5, 11);
  RowMatrix with_zeros(203, 5);
  with_zeros << points, RowMatrix::Zero(3, 5);
  const KMeansResult result =
      kmeans(with_zeros, {.clusters = 10, .max_iterations = 300, .tolerance = 0});
  for (std::size_t i = 200; i < 203; ++i) {
    EXPECT_EQ(result.assignment.labels[i], 0);
    EXPECT_EQ(result.assignment.costs[i], 1.0f);
  }
  EXPECT_TRUE(result.centroids.allFinite());
  const RowMatrix zeros = RowMatrix::Zero(5, 3);
  EXPECT_THAT(option_error_of([&] { kmeans(zeros, {.clusters = 1}); }), HasSubstr("directions, 0"));
}

TEST(KMeansOptions, OutOfRangeAreNamed) {
  const RowMatrix points = random_table(20, 3, 12);
  const auto error = [&](const KMeansOptions& options) {
    return option_error_of([&] { kmeans(points, options); });
  };
  EXPECT_THAT(error({.clusters = 0}), HasSubstr("KMeansOptions.clusters = 0"));
  EXPECT_THAT(error({.clusters = 21}), HasSubstr("number of points, 20"));
  EXPECT_THAT(error({.clusters = 2, .max_iterations = 0}), HasSubstr("max_iterations = 0"));
  EXPECT_THAT(error({.clusters = 2, .tolerance = -1}), HasSubstr("tolerance = -1"));
  EXPECT_THAT(error({.clusters = 2, .seeding_points_per_cluster = -1}),
              HasSubstr("seeding_points_per_cluster = -1"));
}

TEST(Assign, RefusesCentroidsOfAnotherShape) {
  const RowMatrix points = random_table(20, 3, 13);
  for (const RowMatrix& centroids : {RowMatrix(2, 4), RowMatrix(0, 3)}) {
    EXPECT_THAT(option_error_of([&] { eigenlex::assign(points, centroids, Metric::kEuclidean); }),
                HasSubstr("centroids"));
  }
}

TEST(KMeansProgress, ReportsEveryIteration) {
  std::vector<std::int64_t> done;
  const KMeansOptions options{.clusters = 9};
  const KMeansResult result =
      kmeans(random_table(300, 4, 14), options, [&](std::int64_t units, std::int64_t total) {
        done.push_back(units);
        EXPECT_EQ(total, options.max_iterations);
      });
  EXPECT_TRUE(std::ranges::is_sorted(done));
  // Calls within an iteration repeat its number.
  done.erase(std::unique(done.begin(), done.end()), done.end());
  std::vector<std::int64_t> each(result.inertias.size() + 1);
  std::iota(each.begin(), each.end(), 0);
  EXPECT_EQ(done, each);
}

TEST(KMeans, CanBeStoppedWhileItSeeds) {
  const RowMatrix points = RowMatrix::Random(2000, 8);
  int calls = 0;
  const auto stop_in_seeding = [&](std::int64_t done, std::int64_t) {
    EXPECT_EQ(done, 0);  // before the first iteration
    if (++calls == 100) throw Interrupted();
  };
  EXPECT_THROW(kmeans(points, {.clusters = 300}, stop_in_seeding), Interrupted);
}

TEST(KMeans, CanBeStoppedWithinAnIteration) {
  const RowMatrix points = RowMatrix::Random(4000, 8);
  std::int64_t within = 0;
  const auto stop_in_assignment = [&](std::int64_t done, std::int64_t) {
    if (done == 1 && ++within == 5) throw Interrupted();
  };
  EXPECT_THROW(kmeans(points, {.clusters = 10, .tolerance = 0}, stop_in_assignment), Interrupted);
}

}  // namespace kmeans_test
}  // namespace eigenlex
