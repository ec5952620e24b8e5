#include "eigenlex/core/manifest.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace {

using ::testing::HasSubstr;
using testing::TempDir;

std::string message(const TempDir& folder, std::int64_t version) {
  try {
    const ManifestReader reader(folder.path(), "m.json", version, {});
    reader.checked("data.bin");
    return "";
  } catch (const FormatError& error) {
    return error.what();
  }
}

TEST(Manifest, FindsTheFilesItListsUnchanged) {
  const TempDir folder;
  folder.write("data.bin", "0123456789");
  ManifestWriter writer(folder.path(), 3, {{"words", 7}});
  writer.add_file("data.bin");
  writer.write("m.json");
  const ManifestReader reader(folder.path(), "m.json", 3, {});
  EXPECT_EQ(reader.number("words"), 7);
  EXPECT_TRUE(reader.lists("data.bin"));
  EXPECT_FALSE(reader.lists("other.bin"));
  EXPECT_EQ(reader.checked("data.bin"), folder / "data.bin");
  EXPECT_THROW(reader.checked("other.bin"), FormatError);
  EXPECT_THAT(message(folder, 4), HasSubstr("format version 3"));
  folder.write("data.bin", "0123456780");
  EXPECT_THAT(message(folder, 3), HasSubstr("checksum"));
  EXPECT_NO_THROW(
      ManifestReader(folder.path(), "m.json", 3, {.verify_checksums = false}).checked("data.bin"));
  folder.write("data.bin", "012345678");
  EXPECT_THROW(
      ManifestReader(folder.path(), "m.json", 3, {.verify_checksums = false}).checked("data.bin"),
      FormatError);
}

TEST(Manifest, RefusesWhatIsNoManifest) {
  const TempDir folder;
  for (const std::string& text :
       {std::string(), std::string("nonsense"), std::string("[1]"), std::string("{}"),
        std::string(R"({"format_version": 3})"),
        std::string(R"({"format_version": 3, "files": 1})"), std::string(100000, '['),
        std::string(R"({"format_version": 3.5, "files": {}})")}) {
    folder.write("m.json", text);
    EXPECT_THROW(ManifestReader(folder.path(), "m.json", 3, {.verify_checksums = false}),
                 FormatError)
        << text.substr(0, 50);
  }
  EXPECT_THROW(ManifestReader(folder.path(), "missing.json", 3, {}), IoError);
}

TEST(Manifest, NumbersAreWholeAndNotNegative) {
  const TempDir folder;
  folder.write("m.json", R"({"format_version": 3, "files": {}, "a": -1, "b": 1.5, "c": "1",
                            "d": 18446744073709551615, "e": 9007199254740992})");
  const ManifestReader reader(folder.path(), "m.json", 3, {.verify_checksums = false});
  for (const char* key : {"a", "b", "c", "d", "missing"}) {
    EXPECT_THROW(reader.number(key), FormatError) << key;
  }
  EXPECT_EQ(reader.number("e"), std::int64_t{1} << 53);
}

}  // namespace
}  // namespace eigenlex
