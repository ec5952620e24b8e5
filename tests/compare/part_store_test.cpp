#include "compare/part_store.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "core/build_fingerprint.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex::internal {
namespace part_store_test {

TEST(PartStore, FindsWhatItKept) {
  const testing::TempDir folder;
  const PartStore store(folder / "work");
  const std::string id = PartStore::id("score", {{"table", "a"}});
  EXPECT_FALSE(store.find(id));
  store.keep(id, {{"value", 0.5}});
  EXPECT_EQ(PartStore(folder / "work").find(id), (nlohmann::json{{"value", 0.5}}));
  EXPECT_FALSE(store.find(PartStore::id("score", {{"table", "b"}})));
  EXPECT_FALSE(store.find(PartStore::id("other", {{"table", "a"}})));
}

TEST(PartStore, AnotherBuildFindsNothing) {
  const nlohmann::json decided_by{{"table", "a"}};
  EXPECT_EQ(PartStore::id("score", decided_by),
            PartStore::id("score", decided_by, build_fingerprint()));
  EXPECT_NE(PartStore::id("score", decided_by),
            PartStore::id("score", decided_by, "0123456789abcdef0123456789abcdef"));
}

TEST(PartStore, DamagedPartsAreNotThere) {
  const testing::TempDir folder;
  const PartStore store(folder / "work");
  const std::string id = PartStore::id("score", {});
  std::ofstream(store.path(id + ".json")) << "{\"value\": ";
  EXPECT_FALSE(store.find(id));
}

}  // namespace part_store_test
}  // namespace eigenlex::internal
