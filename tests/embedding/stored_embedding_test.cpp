#include "eigenlex/embedding/stored_embedding.hpp"

#include <variant>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/formats.hpp"
#include "eigenlex/embedding/model.hpp"

#include "support/compact_tables.hpp"
#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace stored_embedding_test {

using nlohmann::json;

TEST(StoredEmbedding, HasACompactTableAsItLies) {
  const testing::TempDir folder;
  const Vocabulary words = testing::random_embedding(20, 6, 1).vocabulary;
  const Int8Table bytes = testing::random_int8(20, 6, 2);
  const PqTable pq = testing::random_pq(20, 6, 3, 3);
  write_compact({.vocabulary = words, .table = bytes, .description = {{"model", {{"a", 1}}}}},
                folder / "int8");
  write_compact({.vocabulary = words, .table = pq, .description = {{"model", "no object"}}},
                folder / "pq");
  const StoredEmbedding from_bytes = open_embedding(folder / "int8");
  EXPECT_EQ(std::get<Int8Table>(from_bytes.vectors).codes, bytes.codes);
  EXPECT_EQ(from_bytes.description, json({{"a", 1}}));
  const StoredEmbedding from_pq = open_embedding(folder / "pq");
  EXPECT_EQ(std::get<PqTable>(from_pq.vectors).codes, pq.codes);
  EXPECT_EQ(from_pq.description, json::object());
  EXPECT_EQ(decode(from_pq).table, load_embedding(folder / "pq").table);
  EXPECT_EQ(load_embedding(folder / "pq").table, decode(pq));
}

TEST(StoredEmbedding, OfAModelSaysHowItWasMade) {
  const testing::TempDir folder;
  const Embedding words = testing::random_embedding(20, 6, 1);
  write_model({.words = words,
               .contexts = {},
               .singular_values = {},
               .description = {{"count_options", {{"lowercase", true}}}}},
              folder / "m");
  const StoredEmbedding opened = open_embedding(folder / "m");
  EXPECT_EQ(std::get<Table>(opened.vectors), words.table);
  EXPECT_EQ(opened.vocabulary.counts(), words.vocabulary.counts());
  EXPECT_EQ(opened.description["count_options"]["lowercase"], true);
}

TEST(StoredEmbedding, OfAFileOfVectorsSaysNothing) {
  const testing::TempDir folder;
  const StoredEmbedding opened = open_embedding(folder.write("v.vec", "a 1 2\nb 3 4\n"));
  EXPECT_EQ(std::get<Table>(opened.vectors)(1, 1), 4);
  EXPECT_TRUE(opened.description.empty());
}

TEST(StoredEmbedding, IsNoFolderOfOtherThings) {
  const testing::TempDir folder;
  EXPECT_THROW(open_embedding(folder.path()), FormatError);
  EXPECT_THROW(open_embedding(folder / "nothing"), IoError);
}

}  // namespace stored_embedding_test
}  // namespace eigenlex
