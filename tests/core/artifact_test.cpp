#include "core/artifact.hpp"

#include <array>
#include <cstdlib>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/forge.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex::internal {
namespace artifact_test {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;
using testing::read_bytes;

enum class Side { kLeft, kRight };

constexpr auto enum_names(Side) {
  return std::to_array<EnumName<Side>>({{Side::kLeft, "left"}, {Side::kRight, "right"}});
}

constexpr std::array<std::string_view, 2> kKeys = {"words", "side"};
constexpr ArtifactFormat kFormat{
    .name = "thing", .manifest = "m.json", .version = 3, .keys = kKeys};

class Artifact : public ::testing::Test {
 protected:
  Artifact() { write(); }

  void write(const json& description = json::object()) const {
    ArtifactWriter writer(kFormat, path_, description);
    put(writer.add("data.bin"), "0123456789");
    put(writer.add("more.bin"), "more");
    put(writer.add_unlisted("run.txt"), "one second");
    writer.commit({{"words", 7}, {"side", "right"}});
  }

  static void put(const fs::path& path, std::string_view bytes) {
    OutputFile file(path);
    file.write(bytes);
    file.close();
  }

  ArtifactReader read(const ReadOptions& options = {}) const {
    return ArtifactReader(kFormat, path_, options);
  }

  /// What is said when the folder and its data are read.
  std::string refusal(const ReadOptions& options = {}) const {
    try {
      read(options).checked("data.bin");
      return "none";
    } catch (const FormatError& error) {
      return error.what();
    }
  }

  testing::TempDir folder_;
  fs::path path_ = folder_ / "a";
};

TEST_F(Artifact, IsReadAsItWasWritten) {
  write({{"made", "by hand"}, {"deep", {{"words", 1}}}});
  const ArtifactReader reader = read();
  EXPECT_EQ(reader.number("words"), 7);
  EXPECT_EQ(reader.choice<Side>("side"), Side::kRight);
  EXPECT_EQ(reader.description(), json({{"made", "by hand"}, {"deep", {{"words", 1}}}}));
  EXPECT_TRUE(reader.lists("data.bin"));
  EXPECT_FALSE(reader.lists("run.txt"));
  EXPECT_EQ(read_bytes(reader.checked("data.bin")), "0123456789");
  EXPECT_THROW(reader.checked("run.txt"), FormatError);
  EXPECT_TRUE(is_artifact(kFormat, path_));
  EXPECT_FALSE(is_artifact(kFormat, folder_.path()));
}

TEST_F(Artifact, IsVerifiedAsItIsRead) {
  const auto bytes = [&](const ReadOptions& options) {
    return read(options).read_checked("data.bin", [](const fs::path& path, Checksum* checksum) {
      std::string read = read_bytes(path);
      if (checksum != nullptr) checksum->add(read);
      return read;
    });
  };
  const ReadOptions unverified{.verify_checksums = false};
  EXPECT_EQ(bytes({}), "0123456789");
  EXPECT_EQ(bytes(unverified), "0123456789");
  put(path_ / "data.bin", "0123456780");
  EXPECT_THROW(bytes({}), FormatError);
  EXPECT_EQ(bytes(unverified), "0123456780");
  put(path_ / "data.bin", "012345678");
  EXPECT_THROW(bytes(unverified), FormatError);
}

TEST_F(Artifact, TellsOfDamageBeforeWhatFollowsFromIt) {
  const auto refuse = [&](const ReadOptions& options) -> std::string {
    try {
      read(options).read_checked("data.bin", [](const fs::path&, Checksum*) -> int {
        throw FormatError("begins with no number");
      });
    } catch (const FormatError& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_EQ(refuse({}), "begins with no number");
  put(path_ / "data.bin", "x123456789");
  EXPECT_THAT(refuse({}), HasSubstr("its size or checksum differs"));
  EXPECT_EQ(refuse({.verify_checksums = false}), "begins with no number");
}

TEST_F(Artifact, HasNoDescriptionWithKeysOfTheFormat) {
  for (const char* key : {"words", "side", "format_version", "files", "checksum"}) {
    EXPECT_THROW(write({{key, 1}}), OptionError) << key;
  }
  EXPECT_THROW(write(json::array()), OptionError);
  EXPECT_EQ(refusal(), "none");
}

TEST_F(Artifact, AppearsWhenItIsCompleteAndNotBefore) {
  write({{"made", "first"}});
  {
    ArtifactWriter writer(kFormat, path_, {{"made", "second"}});
    put(writer.add("data.bin"), "half");
  }
  EXPECT_EQ(read().description()["made"], "first");
  EXPECT_THROW(ArtifactWriter({.name = "other", .manifest = "other.json", .keys = {}}, path_),
               IoError);
}

TEST_F(Artifact, OfWhichAnyBitIsFlippedIsRefusedUnlessItIsNotVerified) {
  for (const char* name : {"data.bin", "m.json", "checksums.xxh128"}) {
    const std::string whole = read_bytes(path_ / name);
    for (std::size_t at = 0; at < whole.size(); ++at) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
      put(path_ / name, damaged);
      EXPECT_THAT(refusal(), HasSubstr(name)) << at;
    }
    put(path_ / name, whole);
  }
  put(path_ / "data.bin", "0123456780");
  put(path_ / kChecksumList, "");
  EXPECT_EQ(refusal({.verify_checksums = false}), "none");
  put(path_ / "data.bin", "012345678");
  EXPECT_THAT(refusal({.verify_checksums = false}), HasSubstr("data.bin"));
}

TEST_F(Artifact, NeedsNoListOfChecksumsAsOlderOnesHaveNone) {
  fs::remove(path_ / kChecksumList);
  EXPECT_EQ(refusal(), "none");
}

TEST_F(Artifact, ItsListIsInTheFormOfXxhsum) {
  const std::string list = read_bytes(path_ / kChecksumList);
  EXPECT_THAT(list, HasSubstr("  data.bin\n"));
  EXPECT_THAT(list, HasSubstr("  m.json\n"));
  if (std::system("xxhsum --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "no xxhsum";
  const std::string check =
      "cd '" + path_.string() + "' && xxhsum --check --strict checksums.xxh128 >/dev/null 2>&1";
  EXPECT_EQ(std::system(check.c_str()), 0);
  put(path_ / "more.bin", "mose");
  EXPECT_NE(std::system(check.c_str()), 0);
}

TEST_F(Artifact, OfAnotherVersionIsRefusedByItsVersion) {
  testing::forge_manifest(path_, "m.json", {{"format_version", 4}, {"files", json::object()}});
  EXPECT_THAT(refusal(), HasSubstr("format version 4"));
}

TEST_F(Artifact, WithoutAManifestOrPlaceSaysSo) {
  fs::remove(path_ / "m.json");
  EXPECT_THAT(refusal(), HasSubstr("is a folder without m.json, so no thing"));
  EXPECT_THROW(ArtifactReader(kFormat, folder_ / "nowhere", {}), IoError);
}

TEST_F(Artifact, OfWhichTheManifestIsNoneIsRefused) {
  for (const std::string& text :
       {std::string(), std::string("nonsense"), std::string("[1]"), std::string("{}"),
        std::string(R"({"format_version": 3})"),
        std::string(R"({"format_version": 3, "files": 1})"), std::string(100000, '['),
        std::string(R"({"format_version": 3.5, "files": {}})")}) {
    put(path_ / "m.json", text);
    EXPECT_THROW(read({.verify_checksums = false}), FormatError) << text.substr(0, 50);
  }
}

TEST_F(Artifact, EntriesAreOfTheTypeThatIsAskedFor) {
  put(path_ / "m.json", R"({"format_version": 3, "files": {}, "a": -1, "b": 1.5, "c": "1",
                            "d": 18446744073709551615, "e": 9007199254740992, "f": true,
                            "g": ["x", "y"], "h": ["x", 1], "i": "left"})");
  const ArtifactReader reader = read({.verify_checksums = false});
  for (const char* key : {"a", "b", "c", "d", "f", "missing"}) {
    EXPECT_THROW(reader.number(key), FormatError) << key;
  }
  EXPECT_EQ(reader.number("e"), std::int64_t{1} << 53);
  EXPECT_EQ(reader.real("b"), 1.5);
  EXPECT_THROW(reader.real("c"), FormatError);
  EXPECT_TRUE(reader.boolean("f"));
  EXPECT_THROW(reader.boolean("a"), FormatError);
  EXPECT_EQ(reader.strings("g"), (std::vector<std::string>{"x", "y"}));
  EXPECT_THROW(reader.strings("h"), FormatError);
  EXPECT_EQ(reader.choice<Side>("i"), Side::kLeft);
  EXPECT_THROW(reader.choice<Side>("c"), FormatError);
  EXPECT_EQ(reader.entry("missing"), json());
}

}  // namespace artifact_test
}  // namespace eigenlex::internal
