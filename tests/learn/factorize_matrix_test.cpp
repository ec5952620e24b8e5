#include "eigenlex/learn/factorize_matrix.hpp"

#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/random.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace factorize_matrix_test {

using ::testing::HasSubstr;
using testing::TempDir;

/// Lines of a matrix of 40 rows and 30 columns.
std::string ratings() {
  Random random(3);
  std::string text;
  for (int row = 0; row < 40; ++row) {
    for (int cell = 0; cell < 8; ++cell) {
      text += "u" + std::to_string(row) + "\tf" + std::to_string(random.below(30)) + "\t" +
              std::to_string(1 + random.below(5)) + "\n";
    }
  }
  return text;
}

TEST(FactorizeMatrix, GivesTheSameForAnyThreads) {
  const TempDir folder;
  const std::string file = folder.write("ratings.tsv", ratings()).string();
  for (const Method method : {Method::kSvd, Method::kAls}) {
    MatrixRecipe recipe{.method = method};
    recipe.svd.rank = 6;
    const MatrixModel model = factorize_matrix(file, recipe, {.threads = 1});
    EXPECT_EQ(model.rows.table.cols(), 6);
    EXPECT_EQ(model.columns.table.rows(), model.columns.vocabulary.size());
    for (const int threads : {2, 3}) {
      const MatrixModel other = factorize_matrix(file, recipe, {.threads = threads});
      EXPECT_EQ(other.rows.table, model.rows.table);
      EXPECT_EQ(other.columns.table, model.columns.table);
      EXPECT_EQ(other.description, model.description);
    }
    const auto read = described_matrix_factorizing(model.description);
    ASSERT_TRUE(read);
    EXPECT_EQ(describe(*read), describe(recipe));
    EXPECT_EQ(model.description.at("factor_options").at("input"), file);
  }
}

TEST(FactorizeMatrix, TakesTheRankThatASmallMatrixSupports) {
  const TempDir folder;
  const std::string few =
      folder.write("few.tsv", "a\tx\t5\na\ty\t1\nb\tx\t4\nb\tz\t2\nc\ty\t3\nd\tw\t1\n").string();
  const MatrixModel model = factorize_matrix(few, {});
  EXPECT_EQ(model.rows.table.cols(), 2);  // half of four
  EXPECT_EQ(model.description.at("factor_options").at("dim"), 2);
  // All rows are multiples of one.
  std::string same;
  for (int i = 1; i < 9; ++i) {
    for (int j = 1; j < 9; ++j) same += fmt::format("r{}\tc{}\t{}\n", i, j, i * j);
  }
  const MatrixModel one = factorize_matrix(folder.write("same.tsv", same).string(), {});
  EXPECT_EQ(one.rows.table.cols(), 1);
  EXPECT_EQ(one.description.at("factor_options").at("dim"), 1);
}

TEST(FactorizeMatrix, ReadsDenseFactorsInThePrecisionAskedFor) {
  const TempDir folder;
  const std::string file = folder.write("ratings.tsv", ratings()).string();
  MatrixRecipe recipe{.method = Method::kAls};
  recipe.svd.rank = 6;
  const MatrixModel coarse = factorize_matrix(file, recipe);
  recipe.precision = DensePrecision::kFloat;
  const MatrixModel fine = factorize_matrix(file, recipe);
  EXPECT_NE(fine.rows.table, coarse.rows.table);
  EXPECT_LT((fine.rows.table - coarse.rows.table).norm(), 0.1 * fine.rows.table.norm());
}

TEST(FactorizeMatrix, TakesNegativeValuesForNoPreference) {
  const TempDir folder;
  const std::string file = folder.write("bad.tsv", "a\tx\t1\nb\ty\t-2\n").string();
  MatrixRecipe recipe;
  recipe.svd.rank = 1;
  EXPECT_NO_THROW(factorize_matrix(file, recipe));
  recipe.method = Method::kAls;
  try {
    factorize_matrix(file, recipe);
    ADD_FAILURE() << "took -2 for a preference";
  } catch (const FormatError& error) {
    EXPECT_THAT(error.what(), HasSubstr("bad.tsv: row \"b\", column \"y\" is -2"));
  }
}

TEST(FactorizeMatrix, RefusesALimitThatItWouldNotKeep) {
  try {
    factorize_matrix(std::string("no file"), {}, {.memory = 1 << 30});
    ADD_FAILURE() << "took a limit of memory";
  } catch (const OptionError& error) {
    EXPECT_EQ(error.field(), "Resources.memory");
  }
}

}  // namespace factorize_matrix_test
}  // namespace eigenlex
