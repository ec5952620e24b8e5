#include "core/sealed_json.hpp"

#include <string>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex::internal {
namespace sealed_json_test {

using testing::read_bytes;
using testing::TempDir;

// With what could be mistaken for the file's own checksum.
nlohmann::json sample() {
  return {{"a", {1, 2.5, "\n  \"checksum\": \"00000000000000000000000000000000\""}},
          {"b", {{"checksum", "00000000000000000000000000000000"}}},
          {"name", "x\xff"}};
}

TEST(SealedJson, WhatIsWrittenIsReadBack) {
  const TempDir folder;
  write_sealed_json(folder / "s.json", {{"a", 1.5}, {"z", nullptr}});
  EXPECT_EQ(read_sealed_json(folder / "s.json"), nlohmann::json({{"a", 1.5}, {"z", nullptr}}));
  write_sealed_json(folder / "s.json", sample());
  EXPECT_EQ(read_sealed_json(folder / "s.json")["b"], sample()["b"]);
}

TEST(SealedJson, AnyFlippedBitIsNoticed) {
  const TempDir folder;
  write_sealed_json(folder / "s.json", sample());
  const std::string whole = read_bytes(folder / "s.json");
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      EXPECT_THROW(read_sealed_json(folder.write("d.json", damaged)), FormatError)
          << "byte " << at << ", bit " << bit;
    }
  }
}

TEST(SealedJson, AChecksumThatIsNoneIsNoticed) {
  const TempDir folder;
  for (const char* text :
       {"{\n}\n", "{\n  \"checksum\": \"0123\"\n}\n", "{\n  \"checksum\": \"0123",
        "{\n  \"checksum\": \"0123456789abcdef0123456789abcdef0\"\n}\n"}) {
    EXPECT_THROW(read_sealed_json(folder.write("v.json", text)), FormatError) << text;
  }
}

TEST(SealedJson, AChangeIsReadWhereNothingIsVerified) {
  const TempDir folder;
  const auto file = folder.write("s.json", R"({"a": 2})");
  EXPECT_THROW(read_sealed_json(file), FormatError);
  EXPECT_EQ(read_sealed_json(file, {.verify_checksums = false}), nlohmann::json({{"a", 2}}));
}

}  // namespace sealed_json_test
}  // namespace eigenlex::internal
