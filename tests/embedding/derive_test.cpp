#include "eigenlex/embedding/derive.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/random_embedding.hpp"

namespace eigenlex {
namespace derive_test {

/// U Σ^p and V Σ^p for the same random U, V and Σ whatever p and the number of columns.
Model scaled_model(Eigen::Index dim, double exponent) {
  const Eigen::VectorXf spectrum =
      Eigen::VectorXf(Eigen::Vector<float, 6>(9.5f, 4, 4, 1, 0.25f, 1e-3f)).head(dim);
  const Eigen::RowVectorXf factors =
      spectrum.array().pow(static_cast<float>(exponent)).matrix().transpose();
  Model model;
  model.words = testing::random_embedding(30, 6, 1);
  model.words.table = Table(model.words.table.leftCols(dim) * factors.asDiagonal());
  model.contexts = testing::random_table(60, 6, 2).leftCols(dim) * factors.asDiagonal();
  model.singular_values = spectrum;
  model.exponent = exponent;
  model.description["seed"] = 7;
  return model;
}

void expect_near(const Model& actual, const Model& expected) {
  // Each entry is rounded in Σ^p, in the factor and in two products: a few units of 2^-24.
  const float tolerance = 8 * std::numeric_limits<float>::epsilon();
  EXPECT_TRUE(actual.words.table.isApprox(expected.words.table, tolerance));
  EXPECT_TRUE(actual.contexts.isApprox(expected.contexts, tolerance));
  EXPECT_EQ(actual.singular_values, expected.singular_values);
  EXPECT_EQ(actual.exponent, expected.exponent);
  EXPECT_EQ(actual.description, expected.description);
}

TEST(Derive, GivesTheModelOfAnyExponentAndSmallerDimension) {
  for (const Eigen::Index dim : {1, 3, 6}) {
    for (const double from : {0.0, 0.25, 1.0}) {
      for (const double to : {-0.5, 0.0, 0.5, 1.0}) {
        expect_near(derive(scaled_model(6, from), {.dim = dim, .exponent = to}),
                    scaled_model(dim, to));
      }
    }
  }
}

TEST(Derive, WithoutOptionsChangesNothing) {
  const Model model = scaled_model(6, 0.25);
  for (const DeriveOptions& options :
       {DeriveOptions{}, DeriveOptions{.dim = 6, .exponent = 0.25}}) {
    const Model derived = derive(model, options);
    EXPECT_EQ(derived.words.table, model.words.table);
    EXPECT_EQ(derived.contexts, model.contexts);
    EXPECT_EQ(derived.words.vocabulary.words(), model.words.vocabulary.words());
  }
}

TEST(Derive, SingularValuesOfZeroGiveZeroColumns) {
  Model model = scaled_model(6, 0.5);
  model.singular_values[5] = 0;
  model.words.table.col(5).setZero();
  for (const double exponent : {-1.0, 0.0, 0.25, 2.0}) {
    const Table table = derive(model, {.exponent = exponent}).words.table;
    EXPECT_TRUE(table.allFinite());
    EXPECT_TRUE(table.col(5).isZero(0));
  }
}

TEST(Derive, AModelWithoutContextsHasNoneAfterwards) {
  Model model = scaled_model(6, 0.5);
  model.contexts.resize(0, 0);
  EXPECT_EQ(derive(model, {.dim = 2}).contexts.rows(), 0);
}

TEST(Derive, OptionsOutOfRangeAreRefused) {
  const Model model = scaled_model(6, 0.5);
  EXPECT_THROW(derive(model, {.dim = 7}), OptionError);
  EXPECT_THROW(derive(model, {.dim = -1}), OptionError);
  EXPECT_THROW(derive(model, {.exponent = 2.1}), OptionError);
  EXPECT_THROW(derive(model, {.exponent = std::nan("")}), OptionError);
}

TEST(Derive, VectorsThatAreNoSingularVectorsStayAsTheyAre) {
  Model model = scaled_model(6, 0.5);
  model.exponent.reset();
  EXPECT_EQ(derive(model, {}).words.table, model.words.table);
  EXPECT_EQ(derive(model, {.dim = 6}).words.table, model.words.table);
  EXPECT_THROW(derive(model, {.dim = 5}), OptionError);
  EXPECT_THROW(derive(model, {.exponent = 0.5}), OptionError);
}

}  // namespace derive_test
}  // namespace eigenlex
