#include "eigenlex/evaluate/compact_quality.hpp"

#include <gtest/gtest.h>

#include "support/random_embedding.hpp"

namespace eigenlex {
namespace compact_quality_test {

SimilarityBenchmark benchmark() {
  return {.name = "pairs",
          .pairs = {{"w1", "w2", 1}, {"w3", "w4", 2}, {"w5", "w6", 3}, {"w7", "w8", 4}}};
}

TEST(CompactQuality, OfTheTableItselfIsPerfect) {
  const Embedding words = testing::random_embedding(300, 8, 1);
  const std::vector benchmarks{benchmark()};
  const CompactQuality quality = measure_compact(words, words.table, benchmarks);
  EXPECT_EQ(quality.recall_at_10, 1);
  EXPECT_NEAR(quality.error.worst_cosine_error, 0, 1e-9);
  EXPECT_EQ(quality.compact_bytes, quality.original_bytes);
  EXPECT_EQ(quality.similarity[0].original.spearman, quality.similarity[0].compact.spearman);
}

TEST(CompactQuality, MeasuresWhatACompactTableLoses) {
  const Embedding words = testing::random_embedding(300, 8, 1);
  // One bit of each number, its sign.
  Int8Table signs{Int8Table::Codes(300, 8), Eigen::VectorXf::Ones(300)};
  signs.codes =
      (words.table.array() > 0)
          .select(Int8Table::Codes::Constant(300, 8, 1), Int8Table::Codes::Constant(300, 8, -1));
  const CompactQuality quality = measure_compact(words, signs);
  EXPECT_EQ(quality.original_bytes, 4 * 300 * 8);
  EXPECT_EQ(quality.compact_bytes, 300 * 8 + 4 * 300);
  // Of a normal vector and its signs the cosine is about sqrt(2 / pi), 0.8.
  EXPECT_NEAR(quality.error.mean_cosine_error, 0.2, 0.03);
  EXPECT_GT(quality.recall_at_10, 0.1);
  EXPECT_LT(quality.recall_at_10, 0.8);
  const nlohmann::json recorded = to_json(quality);
  EXPECT_EQ(recorded["table_bytes"], 3600);
  EXPECT_EQ(recorded["recall_at_10"], quality.recall_at_10);
  EXPECT_FALSE(recorded.contains("similarity"));
}

}  // namespace compact_quality_test
}  // namespace eigenlex
