#include "eigenlex/query/build_index.hpp"

#include <gtest/gtest.h>

#include "eigenlex/embedding/formats.hpp"

#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace build_index_test {

TEST(BuildIndex, LeavesAnIndexBesideTheVectorsWithWhatWasMeasured) {
  if (!can_build_hnsw()) GTEST_SKIP() << "this build has no hnswlib";
  const testing::TempDir folder;
  write_vectors(testing::random_embedding(500, 8, 1), VectorFormat::kWord2vecText,
                folder / "v.txt");
  const MeasuredIndex measured = build_index_beside(folder / "v.txt", {.links = 8});
  const Searcher searcher(folder / "v.txt");
  ASSERT_NE(searcher.graph(), nullptr);
  EXPECT_EQ(searcher.graph()->options.links, 8);
  EXPECT_EQ(searcher.graph()->recall, measured.index.recall);
  EXPECT_EQ(measured.index.recall,
            graph_recall(searcher.units(), searcher.vocabulary(), measured.index.graph, 1000, 10));
  EXPECT_GT(measured.build_seconds, 0);
  EXPECT_GT(measured.query_milliseconds, 0);
  const nlohmann::ordered_json object = to_json(measured);
  EXPECT_EQ(object.at("words"), 500);
  EXPECT_EQ(object.at("recall_at_10"), measured.index.recall);
}

}  // namespace build_index_test
}  // namespace eigenlex
