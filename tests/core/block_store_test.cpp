#include "core/block_store.hpp"

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex::internal {
namespace block_store_test {

using testing::TempDir;

std::vector<std::string> some_blocks() {
  std::vector<std::string> blocks;
  for (int i = 0; i < 20; ++i) blocks.emplace_back(static_cast<std::size_t>(i * 37), 'a' + i);
  return blocks;
}

void expect_kept(const BlockStore& store, const std::vector<std::string>& blocks) {
  ASSERT_EQ(store.size(), std::ssize(blocks));
  std::string buffer;
  for (std::int64_t i = store.size() - 1; i >= 0; --i) {
    EXPECT_EQ(store.read(i, buffer), blocks[static_cast<std::size_t>(i)]);
  }
}

TEST(BlockStore, KeepsBlocksInMemoryUpToTheLimitAndAllInAFileBeyondIt) {
  const TempDir folder;
  for (const std::int64_t memory : {0, 500, 1'000'000}) {
    BlockStore store({.memory = memory, .folder = folder.path()});
    for (const std::string& block : some_blocks()) store.append(block);
    EXPECT_EQ(store.bytes(), 190 * 37);
    EXPECT_EQ(store.spilled(), memory < 190 * 37);
    expect_kept(store, some_blocks());
  }
}

TEST(BlockStore, ItsFileHasNoNameThatCouldBeLeftBehind) {
  const TempDir folder;
  BlockStore store({.memory = 0, .folder = folder.path()});
  store.append("block");
  EXPECT_TRUE(store.spilled());
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(BlockStore, OtherBlocksStayWhenOneIsReleased) {
  BlockStore store({});
  store.append("first");
  store.append("second");
  store.release(0);
  std::string buffer;
  EXPECT_EQ(store.read(1, buffer), "second");
}

TEST(BlockStore, ReportsAFileThatWasCutMeanwhile) {
  const TempDir folder;
  BlockStore store({.memory = 0, .folder = folder.path()});
  store.append("block");
  // Its file has no name but the one that the system has for all open files.
  const std::filesystem::path descriptors = "/proc/self/fd";
  for (const auto& entry : std::filesystem::directory_iterator(descriptors)) {
    std::error_code gone;  // the one that lists the folder
    const std::string file = std::filesystem::read_symlink(entry.path(), gone).string();
    if (file.starts_with(folder.path().string())) std::filesystem::resize_file(entry.path(), 3);
  }
  std::string buffer;
  EXPECT_THROW(store.read(0, buffer), IoError);
}

TEST(BlockStore, NamesTheFolderThatCannotBeWrittenTo) {
  BlockStore store({.memory = 0, .folder = "/nowhere"});
  EXPECT_THROW(store.append("block"), IoError);
}

}  // namespace block_store_test
}  // namespace eigenlex::internal
