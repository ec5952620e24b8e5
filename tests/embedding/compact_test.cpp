#include "eigenlex/embedding/compact.hpp"

#include <cmath>
#include <fstream>
#include <functional>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/model.hpp"

#include "core/checksum.hpp"
#include "support/forge.hpp"
#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace compact_test {

namespace fs = std::filesystem;
using internal::file_checksum;
using nlohmann::json;
using ::testing::HasSubstr;
using testing::read_bytes;
using testing::TempDir;

CompactModel int8_model() {
  Int8Table table{Int8Table::Codes(20, 5), Eigen::VectorXf::LinSpaced(20, 0.0f, 2.0f)};
  for (Eigen::Index i = 0; i < 100; ++i) {
    table.codes.data()[i] = static_cast<std::int8_t>(i * 37 % 255 - 127);
  }
  return {testing::random_embedding(20, 1, 1).vocabulary, table, {{"note", "a"}}};
}

CompactModel pq_model() {
  PqTable table{.codes = PqTable::Codes(20, 2),
                .codebook = testing::random_table(7, 5, 3),
                .columns = {4, 2, 0, 1, 3},
                .lengths = std::vector<std::uint8_t>(20, 255),
                .shortest = 0.5f,
                .longest = 8.0f};
  for (Eigen::Index i = 0; i < 40; ++i) {
    table.codes.data()[i] = static_cast<std::uint8_t>(i * 5 % 7);
  }
  table.lengths[0] = 0;
  table.lengths[1] = 1;
  return {testing::random_embedding(20, 1, 1).vocabulary, table, {{"note", "a"}}};
}

/// A compact model that a test then damages.
class DamagedCompact : public ::testing::Test {
 protected:
  void make(const CompactModel& model) {
    fs::remove_all(path());
    write_compact(model, path());
  }
  fs::path path() const { return dir_ / "m"; }
  /// Changes compact.json and its checksum, as a forger would.
  void edit(const std::function<void(json&)>& change) {
    json manifest = json::parse(read_bytes(path() / "compact.json"));
    change(manifest);
    manifest.erase("checksum");
    testing::forge_manifest(path(), "compact.json", manifest);
  }
  /// Writes an array and its checksum, as a forger would.
  template <class T>
  void forge(const std::string& name, const std::vector<std::int64_t>& shape,
             const std::vector<T>& values) {
    write_npy<T>(path() / name, shape, values);
    edit([&](json& manifest) {
      json& file = manifest["files"][name];
      file["bytes"] = fs::file_size(path() / name);
      file["xxh3_128"] = file_checksum(path() / name);
    });
  }
  std::string error() const {
    try {
      read_compact(path());
    } catch (const FormatError& caught) {
      return caught.what();
    }
    return "no FormatError";
  }

 private:
  TempDir dir_;
};

TEST(Compact, ReadsBackWhatItWrote) {
  const TempDir dir;
  for (const CompactModel& model : {int8_model(), pq_model()}) {
    write_compact(model, dir / "m");
    const CompactModel read = read_compact(dir / "m");
    EXPECT_EQ(read.vocabulary.words(), model.vocabulary.words());
    EXPECT_EQ(read.vocabulary.counts(), model.vocabulary.counts());
    EXPECT_EQ(read.description, model.description);
    EXPECT_EQ(decode(read).table, decode(model).table);
  }
}

TEST(Compact, ChecksumsCanBeSkipped) {
  const TempDir dir;
  CompactModel model = int8_model();
  write_compact(model, dir / "m");
  auto& table = std::get<Int8Table>(model.table);
  table.codes(0, 0) = 5;
  const std::vector<std::int64_t> shape = {20, 5};
  write_npy<std::int8_t>(dir / "m/codes.npy", shape,
                         {table.codes.data(), static_cast<std::size_t>(table.codes.size())});
  EXPECT_THROW(read_compact(dir / "m"), FormatError);
  EXPECT_THROW(load_embedding(dir / "m"), FormatError);
  EXPECT_EQ(decode(read_compact(dir / "m", {.verify_checksums = false})).table,
            decode(model).table);
  EXPECT_EQ(load_embedding(dir / "m", {.verify_checksums = false}).table, decode(model).table);
}

TEST(Compact, IsLoadedWhereverAModelIs) {
  const TempDir dir;
  for (const CompactModel& model : {int8_model(), pq_model()}) {
    write_compact(model, dir / "m");
    EXPECT_TRUE(is_compact(dir / "m"));
    EXPECT_FALSE(is_model(dir / "m"));
    EXPECT_EQ(load_embedding(dir / "m").table, decode(model).table);
  }
}

TEST(Compact, Int8DecodesToCodesTimesScale) {
  const CompactModel model = int8_model();
  const Table table = decode(model).table;
  const auto& codes = std::get<Int8Table>(model.table);
  for (Eigen::Index i = 0; i < 20; ++i) {
    for (Eigen::Index j = 0; j < 5; ++j) {
      EXPECT_EQ(table(i, j), codes.scales[i] * static_cast<float>(codes.codes(i, j)));
    }
  }
}

TEST(Compact, PqDecodesToTheCodewordsInTheirColumnsTimesTheLength) {
  const CompactModel model = pq_model();
  const Table table = decode(model).table;
  const auto& pq = std::get<PqTable>(model.table);
  EXPECT_TRUE(table.row(0).isZero(0));
  for (const Eigen::Index i : {1, 2, 19}) {
    const float length = i == 1 ? 0.5f : 8.0f;
    // 5 components in 2 groups: 2 and 3.
    for (Eigen::Index j = 0; j < 5; ++j) {
      const auto column = pq.columns[static_cast<std::size_t>(j)];
      EXPECT_FLOAT_EQ(table(i, column), length * pq.codebook(pq.codes(i, j < 2 ? 0 : 1), j));
    }
  }
}

TEST(Compact, TheNumberOfThreadsChangesNoByte) {
  for (const CompactModel& model : {int8_model(), pq_model()}) {
    const auto run = [&](int count) {
      const ThreadCount threads(count);
      return decode(model).table;
    };
    const Table one = run(1);
    EXPECT_EQ(run(2), one);
    EXPECT_EQ(run(3), one);
  }
}

TEST(Compact, ReplacesACompactModelButNoOtherFolder) {
  const TempDir dir;
  write_compact(int8_model(), dir / "m");
  write_compact(pq_model(), dir / "m");
  EXPECT_TRUE(std::holds_alternative<PqTable>(read_compact(dir / "m").table));
  fs::create_directory(dir / "other");
  dir.write("other/file", "content");
  EXPECT_THROW(write_compact(int8_model(), dir / "other"), IoError);
}

TEST(Compact, PartsThatDoNotFitAreNotWritten) {
  const TempDir dir;
  CompactModel model = pq_model();
  std::get<PqTable>(model.table).codes(3, 1) = 7;
  EXPECT_THROW(write_compact(model, dir / "m"), OptionError);
  model = int8_model();
  std::get<Int8Table>(model.table).scales.resize(3);
  EXPECT_THROW(write_compact(model, dir / "m"), OptionError);
  model = int8_model();
  model.description["words"] = 3;
  EXPECT_THROW(write_compact(model, dir / "m"), OptionError);
  EXPECT_FALSE(fs::exists(dir / "m"));
}

TEST_F(DamagedCompact, TruncatedFilesAreRefused) {
  for (const CompactModel& model : {int8_model(), pq_model()}) {
    make(model);
    for (const auto& entry : fs::directory_iterator(path())) {
      const auto size = fs::file_size(entry.path());
      for (const auto kept : {std::uintmax_t{0}, std::uintmax_t{9}, size - 2}) {
        make(model);
        fs::resize_file(entry.path(), kept);
        EXPECT_NE(error(), "no FormatError") << entry.path() << " cut to " << kept;
      }
      make(model);
    }
  }
}

TEST_F(DamagedCompact, AChangedByteIsFoundByTheChecksum) {
  make(int8_model());
  std::string codes = read_bytes(path() / "codes.npy");
  codes.back() ^= 1;
  std::ofstream(path() / "codes.npy", std::ios::binary) << codes;
  EXPECT_THAT(error(), HasSubstr("codes.npy"));
}

TEST_F(DamagedCompact, SizesThatLieAreRefused) {
  for (const CompactModel& model : {int8_model(), pq_model()}) {
    for (const char* key : {"words", "dim"}) {
      for (const json& lie : {json(21), json(0), json(-1), json(1.5), json(std::uint64_t{1} << 50),
                              json("20"), json(nullptr)}) {
        make(model);
        edit([&](json& manifest) { manifest[key] = lie; });
        EXPECT_NE(error(), "no FormatError") << key << " = " << lie;
      }
    }
  }
  make(pq_model());
  edit([](json& manifest) { manifest["subvectors"] = 6; });
  EXPECT_THAT(error(), HasSubstr("codes.npy"));
}

TEST_F(DamagedCompact, ScalesThatAreNotFiniteOrNegativeAreRefused) {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -1.0f}) {
    make(int8_model());
    std::vector<float> scales(20, 1.0f);
    scales[7] = bad;
    forge<float>("scales.npy", {20}, scales);
    EXPECT_THAT(error(), HasSubstr("scales"));
  }
  for (const json& bad : {json(-1), json(0), json(1e300), json("x"), json(nullptr)}) {
    make(pq_model());
    edit([&](json& manifest) { manifest["shortest"] = bad; });
    EXPECT_NE(error(), "no FormatError") << bad;
  }
}

TEST_F(DamagedCompact, CodesOutOfRangeAreRefused) {
  make(pq_model());
  forge<std::uint8_t>("codes.npy", {20, 2}, std::vector<std::uint8_t>(40, 7));
  EXPECT_THAT(error(), HasSubstr("a code is 7, but there are 7 codewords"));
  make(int8_model());
  forge<std::int8_t>("codes.npy", {20, 5}, std::vector<std::int8_t>(100, -128));
  EXPECT_THAT(error(), HasSubstr("-127"));
}

TEST_F(DamagedCompact, CodebooksAndColumnsThatAreNoneAreRefused) {
  make(pq_model());
  forge<float>("codebook.npy", {257, 5}, std::vector<float>(257 * 5, 0.0f));
  EXPECT_THAT(error(), HasSubstr("codewords"));
  make(pq_model());
  forge<float>("codebook.npy", {7, 5}, std::vector<float>(35, std::nanf("")));
  EXPECT_NE(error(), "no FormatError");
  for (const std::vector<std::int32_t>& columns :
       {std::vector<std::int32_t>{0, 1, 2, 3, 3}, {0, 1, 2, 3, 5}, {0, 1, 2, 3, -1}}) {
    make(pq_model());
    forge<std::int32_t>("columns.npy", {5}, columns);
    EXPECT_THAT(error(), HasSubstr("columns"));
  }
}

TEST_F(DamagedCompact, AnotherVersionOrEncodingIsRefused) {
  make(int8_model());
  edit([](json& manifest) { manifest["format_version"] = 2; });
  EXPECT_THAT(error(), HasSubstr("version 2"));
  make(int8_model());
  edit([](json& manifest) { manifest["encoding"] = "int4"; });
  EXPECT_THAT(error(), HasSubstr("encoding"));
  make(int8_model());
  edit([](json& manifest) { manifest["encoding"] = "pq"; });
  EXPECT_NE(error(), "no FormatError");
}

}  // namespace compact_test
}  // namespace eigenlex
