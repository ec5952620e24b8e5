#include "learn/memory_plan.hpp"

#include <cstdint>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/spmm.hpp"

#include "support/corpora.hpp"

namespace eigenlex::internal {
namespace memory_plan_test {

using ::testing::HasSubstr;

constexpr std::int64_t kRows = 100'000;
constexpr MatrixShape kShape{kRows, kRows};

TEST(PackedBytes, AreThoseOfWholeTilesOf64Columns) {
  EXPECT_EQ(packed_bytes(10, 64, DensePrecision::kBfloat16), 10 * 64 * 2);
  EXPECT_EQ(packed_bytes(10, 65, DensePrecision::kBfloat16), 10 * 128 * 2);
  EXPECT_EQ(packed_bytes(10, 100, DensePrecision::kBfloat16), 10 * 128 * 2);
  EXPECT_EQ(packed_bytes(10, 100, DensePrecision::kFloat), 10 * 128 * 4);
}

TEST(SvdMemory, HoldsAllColumnsOfTheKrylovSpace) {
  // 5 d in blocks of 64, whatever the tolerance, as the space may have to grow; beside them 320 of
  // the result and the eigenproblem of their number.
  for (const double tolerance : {7e-3, 1e-3, 1e-5}) {
    const SvdOptions options{.rank = 300, .tolerance = tolerance};
    EXPECT_EQ(randomized_svd_memory(kRows, kRows, options, DensePrecision::kBfloat16),
              4 * kRows * (1536 + 320) + 32 * 1536 * 1536);
  }
}

TEST(SvdMemory, HasNoKrylovSpaceWhereNoneIsMade) {
  FactorRecipe small{.svd = {.rank = 64}};
  const std::int64_t without = svd_memory(kShape, small);
  small.svd.rank = 65;
  // 5 blocks of 64 and the result, instead of two bases and a product.
  EXPECT_GT(svd_memory(kShape, small), without);
  // A matrix too small for one: 82 columns of a random basis, 64 probes and no more.
  const MatrixShape tiny{500, 500};
  EXPECT_LT(svd_memory(tiny, small),
            4 * 3 * 500 * 82 + 500 * 128 * 2 + 4 * 2 * 500 * 64 + 82 * 82 * 210);
}

TEST(SvdMemory, HoldsBothTablesBesideTheProductTheyAreMadeOf) {
  // Words before, after and further away: the product and V are three times as long as U.
  const MatrixShape near{kRows, 3 * kRows};
  const FactorRecipe recipe{.svd = {.rank = 300}};
  EXPECT_GE(svd_memory(near, recipe), 4 * 320 * 3 * kRows + 4 * 300 * 4 * kRows);
  // Few columns are multiplied once more, to know their residuals exactly.
  const FactorRecipe small{.svd = {.rank = 20}};
  EXPECT_GE(svd_memory(near, small), 4 * 25 * 4 * kRows + 4 * 20 * 4 * kRows);
}

TEST(FactorMemory, GrowsWithTheBlendAndWithThreads) {
  FactorRecipe recipe{.method = Method::kAls, .svd = {.rank = 64, .tolerance = 0.1}};
  const std::int64_t one = factor_memory(kShape, recipe, 1);
  EXPECT_GT(factor_memory(kShape, recipe, 8), one);
  recipe.svd.rank = 200;
  const std::int64_t plain = factor_memory(kShape, recipe, 32);
  recipe.blend = 0.5;
  EXPECT_EQ(factor_memory(kShape, recipe, 32) - plain, 4 * 200 * 2 * kRows);
}

TEST(FactorMemory, HoldsTheTablesAndWhatSharingWithPartsTakes) {
  FactorRecipe recipe{.method = Method::kAls, .svd = {.rank = 200, .tolerance = 0.1}};
  EXPECT_GE(factor_memory(kShape, recipe, 1),
            4 * 200 * 2 * kRows + share_subwords_memory(kRows, 200));
}

CooccurrenceMatrix some_counts() {
  const Corpus corpus = testing::make_corpus(testing::zipf_documents(400, 60, 300, 5));
  return count_cooccurrences(corpus, {.window = 5});
}

TEST(ConstantMemory, IsTheProgramAndWhatItsPartsSayOfAWord) {
  EXPECT_EQ(constant_memory({0, 0}), 28'000'000);
  EXPECT_EQ(constant_memory({1000, 1000}), 28'200'000);
  // Words before, after and further away: 3 sets of sums and 3 times the columns.
  EXPECT_EQ(constant_memory({1000, 3000}), 28'248'000);
}

TEST(MemoryPlan, StoresTheMatrixWheneverItFits) {
  const ThreadCount scope(1);
  const CooccurrenceMatrix counts = some_counts();
  const MatrixShape shape{counts.rows(), counts.cols()};
  FactorRecipe recipe{.method = Method::kSvd, .svd = {.rank = 20}};
  const std::int64_t positive = 1'000'000;  // more than there are, to be seen beside the rest
  EXPECT_TRUE(MemoryPlan(0, {}).stores_matrix(counts, positive, recipe));
  const std::int64_t needed = constant_memory(shape) + 16 * positive +
                              8 * (shape.rows + shape.cols) + svd_memory(shape, recipe);
  EXPECT_TRUE(MemoryPlan(needed, {}).stores_matrix(counts, positive, recipe));
  EXPECT_FALSE(MemoryPlan(needed - 1, {}).stores_matrix(counts, positive, recipe));
  // Weighted least squares reads the counts, which stay.
  recipe.method = Method::kAls;
  const std::int64_t beside = needed + held_bytes(counts);
  EXPECT_TRUE(MemoryPlan(beside, {}).stores_matrix(counts, positive, recipe));
  EXPECT_FALSE(MemoryPlan(beside - 1, {}).stores_matrix(counts, positive, recipe));
  // Rows that many threads weigh at a time take more than the matrix.
  const ThreadCount many(64);
  EXPECT_FALSE(MemoryPlan(beside, {}).stores_matrix(counts, positive, recipe));
}

TEST(MemoryPlan, SaysTheLeastThatWouldDo) {
  const MemoryPlan plan(40'000'000, {});
  EXPECT_NO_THROW(plan.check({1000, 1000}, 1'000'000));
  try {
    plan.check({1000, 1000}, 20'000'000);
    ADD_FAILURE() << "kept a cap that cannot be kept";
  } catch (const OptionError& error) {
    EXPECT_EQ(error.field(), "Resources.memory");
    EXPECT_EQ(error.value(), "40 MB");
    EXPECT_THAT(error.requirement(), HasSubstr("must be at least 49 MB"));
  }
}

TEST(MemoryPlan, SharesACapAmongTheStages) {
  const MemoryPlan plan(128'000'000, "folder");
  EXPECT_EQ(plan.reading().memory, 25'000'000);
  EXPECT_EQ(plan.reading().folder, "folder");
  // Counts get what the later stage leaves, but half at most: they are made beside tokens.
  EXPECT_EQ(plan.counting({0, 0}, 90'000'000).memory, 10'000'000);
  EXPECT_EQ(plan.counting({0, 0}, 10'000'000).memory, 50'000'000);
  EXPECT_EQ(plan.counting({0, 0}, 110'000'000).memory, 0);
  const StorageOptions counting = plan.counting({1000, 1000}, 0);
  EXPECT_EQ(plan.tokens_at_once({1000, 1000}, counting, 0, 1) -
                plan.tokens_at_once({1000, 1000}, counting, 900'000, 1),
            100'000);
  EXPECT_EQ(plan.tokens_at_once({1000, 1000}, counting, 128'000'000, 1), 1 << 20);
}

}  // namespace memory_plan_test
}  // namespace eigenlex::internal
