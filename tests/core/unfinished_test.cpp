#include "eigenlex/core/unfinished.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "eigenlex/core/file.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace unfinished_test {

namespace fs = std::filesystem;

/// Ends the process as a program does that is told to stop. In a process of its own: what was
/// abandoned waits for ever.
[[noreturn]] void end_at_once() {
  abandon_unfinished();
  std::_Exit(3);
}

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(UnfinishedDeathTest, ResultsThatAreNotCommittedAreRemoved) {
  const testing::TempDir folder;
  std::ofstream(folder / "kept") << "old";
  EXPECT_EXIT(
      {
        const PendingPath file(folder / "kept", PendingPath::Kind::kFile);
        std::ofstream(file.path()) << "new";
        const PendingPath model(folder / "model", PendingPath::Kind::kFolder);
        std::ofstream(model.path() / "part") << "half";
        end_at_once();
      },
      ::testing::ExitedWithCode(3), "");
  EXPECT_EQ(entries(folder.path()), 1u);
  EXPECT_EQ(testing::read_bytes(folder / "kept"), "old");
}

TEST(UnfinishedDeathTest, ResultsThatAreCommittedStay) {
  const testing::TempDir folder;
  EXPECT_EXIT(
      {
        PendingPath model(folder / "model", PendingPath::Kind::kFolder);
        std::ofstream(model.path() / "part") << "whole";
        model.commit();
        end_at_once();
      },
      ::testing::ExitedWithCode(3), "");
  EXPECT_EQ(testing::read_bytes(folder / "model" / "part"), "whole");
}

TEST(UnfinishedDeathTest, WhatCannotBePutAwayDoesNotKeepTheOthers) {
  const testing::TempDir folder;
  EXPECT_EXIT(
      {
        const Unfinished first([] { throw std::runtime_error("no"); });
        const Unfinished second([&] { std::ofstream(folder / "put away"); });
        const Unfinished third([] { throw std::runtime_error("no"); });
        end_at_once();
      },
      ::testing::ExitedWithCode(3), "");
  EXPECT_TRUE(fs::exists(folder / "put away"));
}

TEST(UnfinishedDeathTest, FoldersGoThoughAThreadGoesOnWritingThere) {
  const testing::TempDir folder;
  EXPECT_EXIT(
      {
        const PendingPath model(folder / "model", PendingPath::Kind::kFolder);
        std::thread([&] {
          for (int i = 0;; ++i) std::ofstream(model.path() / std::to_string(i)) << i;
        }).detach();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        end_at_once();
      },
      ::testing::ExitedWithCode(3), "");
  EXPECT_EQ(entries(folder.path()), 0u);
}

TEST(Unfinished, WhatIsFinishedIsNotPutAway) {
  bool put_away = false;
  {
    const Unfinished unfinished([&] { put_away = true; });
  }
  EXPECT_FALSE(put_away);
}

}  // namespace unfinished_test
}  // namespace eigenlex
