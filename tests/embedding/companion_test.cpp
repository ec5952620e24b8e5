#include "eigenlex/embedding/companion.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/model.hpp"

#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace companion_test {

Embedding words() { return embedding_of_words({"a", "b", "c"}, testing::random_table(3, 2, 1)); }

TEST(Companion, IsInAModelFolderAndBesideAFile) {
  const testing::TempDir folder;
  write_model({.words = words(), .contexts = {}, .singular_values = {}}, folder / "m");
  write_compact({.vocabulary = words().vocabulary,
                 .table = Int8Table{Int8Table::Codes::Ones(3, 2), Eigen::VectorXf::Ones(3)}},
                folder / "c");
  EXPECT_EQ(companion_path(folder / "m", "index"), folder / "m" / "index");
  EXPECT_EQ(companion_path(folder / "c", "index"), folder / "c" / "index");
  EXPECT_EQ(companion_path(folder / "v.vec", "index"), folder / "v.vec.index");
}

TEST(Companion, HasAKeyThatChangesWithTheVectors) {
  const testing::TempDir folder;
  Embedding embedding = words();
  const auto key_of = [&] {
    write_model({.words = embedding, .contexts = {}, .singular_values = {}}, folder / "m");
    return companion_key(folder / "m");
  };
  const std::string key = key_of();
  EXPECT_EQ(key_of(), key);
  embedding.table(2, 1) += 1;
  EXPECT_NE(key_of(), key);
  const auto file = folder.write("v.vec", "a 1 2\n");
  const std::string file_key = companion_key(file);
  folder.write("v.vec", "a 1 3\n");
  EXPECT_NE(companion_key(file), file_key);
  EXPECT_THROW(companion_key(folder / "nothing"), IoError);
}

}  // namespace companion_test
}  // namespace eigenlex
