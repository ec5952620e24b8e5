#include "eigenlex/learn/make_compact.hpp"

#include <variant>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_embedding.hpp"

namespace eigenlex {
namespace make_compact_test {

Model model() {
  return {.words = testing::random_embedding(600, 8, 1),
          .contexts = {},
          .singular_values = {},
          .description = {{"corpus", {{"tokens", 7}}}}};
}

SimilarityBenchmark benchmark() {
  return {.name = "pairs",
          .pairs = {{"w1", "w2", 1}, {"w3", "w4", 2}, {"w5", "w6", 3}, {"w7", "w8", 4}}};
}

TEST(MakeCompact, SaysWhatItWasMadeOfAndWhatItKeeps) {
  const CompactModel compact = make_compact(model(), CompactFormat::kInt8, {}, {benchmark()});
  EXPECT_EQ(std::get<Int8Table>(compact.table).codes, quantize_int8(model().words.table).codes);
  EXPECT_EQ(compact.description.at("model").at("corpus").at("tokens"), 7);
  const nlohmann::json& measured = compact.description.at("compact");
  EXPECT_EQ(measured.at("format"), "int8");
  EXPECT_GT(measured.at("recall_at_10"), 0.9);
  EXPECT_TRUE(measured.at("similarity").at("pairs").at("compact").is_number());
}

TEST(MakeCompact, TakesTheOptionsOfPq) {
  const CompactModel compact = make_compact(model(), CompactFormat::kPq, {.subvectors = 4});
  EXPECT_EQ(std::get<PqTable>(compact.table).codes.cols(), 4);
  EXPECT_EQ(compact.description.at("compact").at("format"), "pq");
  EXPECT_THROW(make_compact(model(), CompactFormat::kPq, {.subvectors = 9}), OptionError);
}

TEST(MakeCompact, IsTheSameForAnyNumberOfThreads) {
  const auto made = [](int threads) {
    const ThreadCount count(threads);
    return make_compact(model(), CompactFormat::kPq, {.subvectors = 4});
  };
  const CompactModel expected = made(1);
  for (const int threads : {2, 3}) {
    const CompactModel compact = made(threads);
    EXPECT_EQ(std::get<PqTable>(compact.table).codes, std::get<PqTable>(expected.table).codes);
    EXPECT_EQ(compact.description, expected.description);
  }
}

}  // namespace make_compact_test
}  // namespace eigenlex
