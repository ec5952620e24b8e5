#include "eigenlex/learn/factorize_dense.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/table_file.hpp"

#include "support/dense_algebra.hpp"
#include "support/matrices.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace factorize_dense_test {

using testing::random_dense;
using testing::TempDir;
using testing::with_spectrum;

/// Rows with a strong spectrum of 6, some noise, and a mean far from 0.
RowMatrix planted(Eigen::Index rows, Eigen::Index cols) {
  Eigen::VectorXd spectrum(6);
  spectrum << 90, 70, 50, 40, 30, 20;
  const Eigen::MatrixXd low = with_spectrum(rows, cols, spectrum, 3);
  return (low.array() + 5).matrix().cast<float>() +
         RowMatrix(random_dense(rows, cols, 4).cast<float>() * 0.01f);
}

DenseRecipe exact(int rank) {
  DenseRecipe recipe;
  recipe.svd.rank = rank;
  recipe.svd.tolerance = 1e-5;
  return recipe;
}

TEST(FactorizeDense, AgreesWithADenseSvdOfTheCentredRows) {
  const RowMatrix matrix = planted(3000, 60);
  const Components components = factorize_dense(rows_in_memory(matrix), exact(6));
  const Eigen::MatrixXd wide = matrix.cast<double>();
  const Eigen::MatrixXd centred = wide.rowwise() - wide.colwise().mean();
  const testing::DenseSvd svd = testing::dense_svd(centred);
  for (Eigen::Index k = 0; k < 6; ++k) {
    EXPECT_NEAR(components.singular_values[k], svd.values[k], 1e-4 * svd.values[0]);
    const double cosine = svd.v.col(k).dot(components.directions.row(k).transpose().cast<double>());
    EXPECT_NEAR(std::abs(cosine), 1, 1e-4);
    const double share = components.description.at("explained_variance").at(as_size(k));
    EXPECT_NEAR(share, std::pow(svd.values[k], 2) / centred.squaredNorm(), 1e-4);
  }
  const RowMatrix again = transform(components, rows_in_memory(matrix));
  EXPECT_LT((again - components.coordinates).cwiseAbs().maxCoeff(), 1e-2);
}

TEST(FactorizeDense, LeavesTheMeanWhereItIsToldTo) {
  const RowMatrix matrix = planted(400, 20);
  DenseRecipe recipe = exact(3);
  recipe.centre = false;
  const Components components = factorize_dense(rows_in_memory(matrix), recipe);
  EXPECT_EQ(components.mean.size(), 0);
  const testing::DenseSvd svd = testing::dense_svd(matrix.cast<double>());
  EXPECT_NEAR(components.singular_values[0], svd.values[0], 1e-4 * svd.values[0]);
}

TEST(FactorizeDense, GivesTheSameForAnyThreadsAndMemory) {
  const TempDir folder;
  write_table(planted(9000, 80), folder / "rows.npy");
  const Components once = factorize_dense(folder / "rows.npy", exact(6), {.threads = 1});
  // The matrix takes 2.9 MB.
  std::int64_t least = 0;
  try {
    factorize_dense(folder / "rows.npy", exact(6), {.threads = 1, .memory = 1'000'000});
  } catch (const OptionError& error) {
    EXPECT_EQ(error.field(), "Resources.memory");
    least = 1;
  }
  EXPECT_EQ(least, 1);
  for (const Resources& resources :
       {Resources{.threads = 2}, Resources{.threads = 3},
        Resources{.threads = 2, .memory = 45'000'000, .work = folder / "work"}}) {
    const Components other = factorize_dense(folder / "rows.npy", exact(6), resources);
    EXPECT_EQ(other.directions, once.directions);
    EXPECT_EQ(other.coordinates, once.coordinates);
    EXPECT_EQ(other.singular_values, once.singular_values);
  }
}

TEST(FactorizeDense, LowersARankThatWasNotGiven) {
  RowMatrix matrix(100, 3);
  for (Eigen::Index i = 0; i < 100; ++i) {
    const auto x = static_cast<float>(i);
    matrix.row(i) << x, 2 * x, -x;
  }
  EXPECT_EQ(factorize_dense(rows_in_memory(matrix)).singular_values.size(), 1);
  EXPECT_THROW(factorize_dense(rows_in_memory(matrix), exact(3)), OptionError);
}

TEST(Transform, RefusesRowsOfAnotherWidth) {
  const RowMatrix matrix = planted(400, 20);
  const Components components = factorize_dense(rows_in_memory(matrix), exact(3));
  EXPECT_THROW(transform(components, rows_in_memory(planted(10, 21))), OptionError);
}

}  // namespace factorize_dense_test
}  // namespace eigenlex
