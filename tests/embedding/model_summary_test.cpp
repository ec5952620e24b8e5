#include "eigenlex/embedding/model_summary.hpp"

#include <gtest/gtest.h>

#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/formats.hpp"

#include "support/compact_tables.hpp"
#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace model_summary_test {

using testing::random_embedding;
using testing::random_table;

Model model_of_words() {
  return {.words = random_embedding(5, 3, 1),
          .contexts = random_table(10, 3, 2),
          .singular_values = Eigen::Vector3f(3, 2, 1),
          .exponent = 0.25,
          .description = {{"svd", {{"iterations", 7}}}},
          .run = {{"threads", 2}}};
}

TEST(ModelSummary, OfAModelSaysAllButTheVectors) {
  const testing::TempDir folder;
  write_model(model_of_words(), folder / "m");
  const ModelSummary summary = read_summary(folder / "m");
  EXPECT_EQ(summary.words.size(), 5);
  EXPECT_EQ(summary.dim, 3);
  EXPECT_EQ(summary.contexts, 10);
  EXPECT_EQ(summary.singular_values, Eigen::Vector3f(3, 2, 1));
  const nlohmann::ordered_json object = to_json(summary);
  EXPECT_EQ(object.at("words"), 5);
  EXPECT_EQ(object.at("dim"), 3);
  EXPECT_EQ(object.at("exponent"), 0.25);
  EXPECT_EQ(object.at("description").at("svd").at("iterations"), 7);
  EXPECT_EQ(object.at("run").at("threads"), 2);
  EXPECT_EQ(to_json(summarize(model_of_words())).at("dim"), 3);
}

TEST(ModelSummary, OfAMatrixTakesRowsForWordsAndColumnsForContexts) {
  const testing::TempDir folder;
  write_model(MatrixModel{.rows = random_embedding(5, 3, 1),
                          .columns = random_embedding(7, 3, 2),
                          .seen = {},
                          .singular_values = {}},
              folder / "m");
  const ModelSummary summary = read_summary(folder / "m");
  EXPECT_EQ(summary.words.size(), 5);
  EXPECT_EQ(summary.contexts, 7);
  EXPECT_TRUE(to_json(summary).at("exponent").is_null());
  EXPECT_EQ(read_any_model(folder / "m").words.table, random_table(5, 3, 1));
}

TEST(ModelSummary, OfACompactModelHasWhatWasMeasured) {
  const testing::TempDir folder;
  const CompactModel model{.vocabulary = random_embedding(40, 6, 1).vocabulary,
                           .table = testing::random_int8(40, 6, 1),
                           .description = {{"model", {{"count_options", {{"window", 3}}}}},
                                           {"compact", {{"recall_at_10", 0.5}}}}};
  write_compact(model, folder / "c");
  const ModelSummary summary = read_summary(folder / "c");
  EXPECT_EQ(summary.words.size(), 40);
  EXPECT_EQ(summary.dim, 6);
  EXPECT_EQ(summary.description.at("count_options").at("window"), 3);
  EXPECT_EQ(summary.description.at("compact").at("recall_at_10"), 0.5);
  EXPECT_EQ(read_any_model(folder / "c").words.table, decode(CompactModel(model)).table);
}

TEST(ModelSummary, OfAFileOfVectorsHasItsSizes) {
  const testing::TempDir folder;
  write_vectors(random_embedding(9, 4, 1), VectorFormat::kGloveText, folder / "v.txt");
  const ModelSummary summary = read_summary(folder / "v.txt");
  EXPECT_EQ(summary.words.size(), 9);
  EXPECT_EQ(summary.dim, 4);
  EXPECT_TRUE(summary.description.empty());
}

}  // namespace model_summary_test
}  // namespace eigenlex
