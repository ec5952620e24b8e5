#include "eigenlex/core/json_file.hpp"

#include <string>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace json_file_test {

using testing::TempDir;

TEST(JsonFile, WhatIsWrittenIsReadBack) {
  const TempDir folder;
  const nlohmann::json value = {{"a", {1, 2.5, "x"}}, {"b", nullptr}};
  write_json(folder / "v.json", value);
  EXPECT_EQ(read_json(folder / "v.json"), value);
}

TEST(JsonFile, BytesThatAreNotUtf8AreReplaced) {
  const TempDir folder;
  write_json(folder / "v.json", {{"name", "a\xff"}});
  EXPECT_EQ(read_json(folder / "v.json")["name"], "a\xef\xbf\xbd");
}

TEST(JsonFile, RefusesWhatIsNotOneObject) {
  const TempDir folder;
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("{} {}"), std::string("[1]"),
        std::string(100000, '['),
        "{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}"}) {
    EXPECT_THROW(read_json(folder.write("v.json", text)), FormatError) << text.substr(0, 20);
  }
  EXPECT_THROW(read_json(folder / "missing.json"), IoError);
  // 64 MiB and a byte, of which nothing is stored.
  std::filesystem::resize_file(folder.write("v.json", ""), (1 << 26) + 1);
  EXPECT_THROW(read_json(folder / "v.json"), FormatError);
}

}  // namespace json_file_test
}  // namespace eigenlex
