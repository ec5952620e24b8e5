#include "eigenlex/embedding/model.hpp"

#include <functional>
#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/formats.hpp"
#include "eigenlex/embedding/matrix_model.hpp"
#include "eigenlex/embedding/table_file.hpp"

#include "core/checksum.hpp"
#include "support/forge.hpp"
#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace model_test {

namespace fs = std::filesystem;
using internal::file_checksum;
using nlohmann::json;
using ::testing::HasSubstr;
using testing::read_bytes;
using testing::TempDir;

Model sample_model() {
  Model model;
  model.words = testing::random_embedding(20, 4, 1);
  model.contexts = testing::random_table(40, 4, 2);
  model.singular_values = Eigen::Vector4f(8, 2, 2, 0.5f);
  model.exponent = 0.25;
  model.description = {{"options", {{"window", 10}}}, {"seconds", 1.5}};
  model.run = {{"threads", 2}};
  return model;
}

std::string format_error(const fs::path& path) {
  try {
    read_model(path);
  } catch (const FormatError& error) {
    return error.what();
  }
  return "no FormatError";
}

/// A model directory that a test then damages.
class DamagedModel : public ::testing::Test {
 protected:
  DamagedModel() { write_model(sample_model(), path()); }

  fs::path path() const { return dir_ / "m"; }
  std::string bytes(const std::string& name) const { return read_bytes(path() / name); }
  void write(const std::string& name, const std::string& content) {
    fs::remove(path() / name);
    dir_.write("m/" + name, content);
  }
  /// Changes model.json and its checksum, as a forger would.
  void edit(const std::function<void(json&)>& change) {
    json manifest = json::parse(bytes("model.json"));
    manifest.erase("checksum");
    change(manifest);
    testing::forge_manifest(path(), "model.json", manifest);
  }
  /// Writes a file and its checksum, as a forger would.
  void forge(const std::string& name, const std::string& content) {
    write(name, content);
    edit([&](json& manifest) {
      manifest["files"][name] = {{"bytes", content.size()},
                                 {"xxh3_128", file_checksum(path() / name)}};
    });
  }
  void forge(const std::string& name, const Table& table) {
    write_table(table, dir_ / "forged.npy");
    forge(name, read_bytes(dir_ / "forged.npy"));
  }

 private:
  TempDir dir_;
};

TEST(Model, ReadsBackWhatItWrote) {
  const TempDir dir;
  const Model model = sample_model();
  write_model(model, dir / "m");
  const Model read = read_model(dir / "m");
  EXPECT_EQ(read.words.vocabulary.words(), model.words.vocabulary.words());
  EXPECT_EQ(read.words.vocabulary.counts(), model.words.vocabulary.counts());
  EXPECT_EQ(read.words.table, model.words.table);
  EXPECT_EQ(read.contexts, model.contexts);
  EXPECT_EQ(read.singular_values, model.singular_values);
  EXPECT_EQ(read.exponent, model.exponent);
  EXPECT_EQ(read.description, model.description);
}

TEST(Model, WithoutContextsAndSingularValuesIsAModelToo) {
  const TempDir dir;
  Model model;
  model.words = testing::random_embedding(3, 2, 3);
  write_model(model, dir / "m");
  const Model read = read_model(dir / "m");
  EXPECT_EQ(read.words.table, model.words.table);
  EXPECT_EQ(read.contexts.rows(), 0);
  EXPECT_EQ(read.singular_values.size(), 0);
  EXPECT_EQ(read.exponent, std::nullopt);
  EXPECT_FALSE(fs::exists(dir / "m/contexts.npy"));
}

/// A model of a 20 x 7 matrix in which row i has the cells i % 7 and 6.
MatrixModel matrix_model() {
  const Model sample = sample_model();
  MatrixModel model{.rows = sample.words,
                    .columns = testing::random_embedding(7, 4, 3),
                    .seen = {},
                    .singular_values = sample.singular_values,
                    .exponent = sample.exponent,
                    .description = sample.description,
                    .run = sample.run};
  model.seen.indptr = {0};
  for (int i = 0; i < 20; ++i) {
    model.seen.indices.push_back(i % 7);
    if (i % 7 < 6) model.seen.indices.push_back(6);
    model.seen.indptr.push_back(std::ssize(model.seen.indices));
  }
  return model;
}

TEST(Model, OfAMatrixKeepsItsColumnsAndCells) {
  const TempDir dir;
  const MatrixModel written = matrix_model();
  write_model(written, dir / "m");
  EXPECT_TRUE(is_model(dir / "m"));
  EXPECT_TRUE(is_matrix_model(dir / "m"));
  const MatrixModel read = read_matrix_model(dir / "m");
  EXPECT_EQ(read.rows.vocabulary.words(), written.rows.vocabulary.words());
  EXPECT_EQ(read.rows.table, written.rows.table);
  EXPECT_EQ(read.columns.vocabulary.words(), written.columns.vocabulary.words());
  EXPECT_EQ(read.columns.vocabulary.counts(), written.columns.vocabulary.counts());
  EXPECT_EQ(read.columns.table, written.columns.table);
  EXPECT_EQ(read.singular_values, written.singular_values);
  EXPECT_EQ(read.exponent, written.exponent);
  EXPECT_EQ(read.description, written.description);
  EXPECT_EQ(read.seen.indptr, written.seen.indptr);
  EXPECT_EQ(read.seen.indices, written.seen.indices);
  EXPECT_EQ(load_columns(dir / "m").vocabulary.words(), written.columns.vocabulary.words());
  EXPECT_EQ(load_columns(dir / "m").table, written.columns.table);
  EXPECT_EQ(load_embedding(dir / "m").table, written.rows.table);
  const MatrixModel rows = read_matrix_model(dir / "m", {}, ModelParts::kWords);
  EXPECT_EQ(rows.rows.table, written.rows.table);
  EXPECT_EQ(rows.columns.table.rows(), 0);
  EXPECT_TRUE(rows.seen.empty());
}

TEST(Model, OfTheOtherKindIsRefused) {
  const TempDir dir;
  write_model(matrix_model(), dir / "m");
  EXPECT_THROW(read_model(dir / "m"), FormatError);
  EXPECT_THROW(read_model(dir / "m", {}, ModelParts::kWords), FormatError);
  write_model(sample_model(), dir / "w");
  EXPECT_FALSE(is_matrix_model(dir / "w"));
  EXPECT_THROW(read_matrix_model(dir / "w"), FormatError);
}

TEST(Model, OfWordsHasNoColumnsToLoad) {
  const TempDir dir;
  write_model(sample_model(), dir / "m");
  EXPECT_THROW(load_columns(dir / "m"), FormatError);
  EXPECT_THROW(load_columns(dir / "missing"), FormatError);
}

TEST(Model, PartsOfAMatrixThatDoNotFitTogetherAreRefused) {
  const TempDir dir;
  MatrixModel model = matrix_model();
  model.columns.table = testing::random_table(20, 4, 2);
  EXPECT_THROW(write_model(model, dir / "m"), OptionError);
  model = matrix_model();
  model.seen.indices[0] = 7;
  EXPECT_THROW(write_model(model, dir / "m"), OptionError);
  model = matrix_model();
  model.columns = {};
  EXPECT_THROW(write_model(model, dir / "m"), OptionError);
  EXPECT_FALSE(fs::exists(dir / "m"));
}

TEST_F(DamagedModel, ColumnsThatDoNotFitTheContextsAreFormatErrors) {
  for (const char* content : {"a\t1\nb\t1\n", ""}) {
    forge("columns.tsv", content);
    try {
      read_matrix_model(path());
      ADD_FAILURE() << "read a model of other columns";
    } catch (const FormatError& error) {
      EXPECT_THAT(error.what(), HasSubstr("context_rows"));
    }
  }
}

TEST(Model, TheSameModelGivesTheSameBytes) {
  const TempDir dir;
  write_model(sample_model(), dir / "a");
  write_model(sample_model(), dir / "b");
  for (const auto& entry : fs::directory_iterator(dir / "a")) {
    EXPECT_EQ(read_bytes(entry.path()), read_bytes(dir / "b" / entry.path().filename()));
  }
}

TEST(Model, ReplacesAModelButNoOtherFolder) {
  const TempDir dir;
  write_model(sample_model(), dir / "m");
  Model smaller;
  smaller.words = testing::random_embedding(3, 2, 4);
  write_model(smaller, dir / "m");
  EXPECT_EQ(read_model(dir / "m").words.table, smaller.words.table);
  EXPECT_FALSE(fs::exists(dir / "m/contexts.npy"));

  fs::create_directory(dir / "photos");
  dir.write("photos/1.jpg", "");
  EXPECT_THROW(write_model(smaller, dir / "photos"), IoError);
  EXPECT_TRUE(fs::exists(dir / "photos/1.jpg"));
}

TEST(Model, PartsThatDoNotFitTogetherAreRefused) {
  const TempDir dir;
  const auto refused = [&](const std::function<void(Model&)>& change) {
    Model model = sample_model();
    change(model);
    EXPECT_THROW(write_model(model, dir / "m"), OptionError);
    EXPECT_FALSE(fs::exists(dir / "m"));
  };
  refused([](Model& model) { model.words.table.conservativeResize(19, 4); });
  refused([](Model& model) { model.contexts.conservativeResize(30, 4); });
  refused([](Model& model) { model.contexts.conservativeResize(40, 3); });
  refused([](Model& model) { model.singular_values.conservativeResize(3); });
  refused([](Model& model) { model.singular_values[3] = 3; });
  refused([](Model& model) { model.singular_values[3] = -1; });
  refused([](Model& model) { model.singular_values.resize(0); });
  refused([](Model& model) { model.exponent = 2.5; });
  refused([](Model& model) { model.exponent = std::numeric_limits<double>::quiet_NaN(); });
  refused([](Model& model) { model.description["files"] = 1; });
  refused([](Model& model) { model.description = json::array(); });
}

TEST(Model, LoadEmbeddingTakesModelsAndForeignFilesAlike) {
  const TempDir dir;
  const Model model = sample_model();
  write_model(model, dir / "m");
  write_vectors(model.words, VectorFormat::kFastTextVec, dir / "v.vec");
  EXPECT_TRUE(is_model(dir / "m"));
  EXPECT_FALSE(is_model(dir / "v.vec"));
  for (const char* name : {"m", "m/", "v.vec"}) {
    const Embedding embedding = load_embedding(dir / name);
    EXPECT_EQ(embedding.table, model.words.table);
    EXPECT_EQ(embedding.vocabulary.words(), model.words.vocabulary.words());
  }
  fs::remove(dir / "m/contexts.npy");
  EXPECT_EQ(load_embedding(dir / "m").table, model.words.table);
  EXPECT_THROW(load_embedding(dir.path()), FormatError);
  EXPECT_THROW(load_embedding(dir / "none"), IoError);
}

TEST_F(DamagedModel, AnyChangedByteOfAnArrayIsNoticed) {
  for (const std::string name :
       {"vocab.tsv", "vectors.npy", "singular_values.npy", "contexts.npy"}) {
    const std::string whole = bytes(name);
    for (const std::size_t at : {std::size_t{0}, whole.size() / 2, whole.size() - 1}) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ 1);
      write(name, damaged);
      EXPECT_THAT(format_error(path()), HasSubstr(name + ": is not the file"));
    }
    write(name, whole.substr(0, whole.size() - 1));
    EXPECT_THAT(format_error(path()), HasSubstr(name + ": is not the file"));
    write(name, whole);
  }
  EXPECT_EQ(format_error(path()), "no FormatError");
}

TEST_F(DamagedModel, ChecksumsCanBeSkipped) {
  std::string damaged = bytes("vectors.npy");
  damaged.back() = static_cast<char>(damaged.back() ^ 1);
  write("vectors.npy", damaged);
  EXPECT_NE(read_model(path(), {.verify_checksums = false}).words.table,
            sample_model().words.table);
}

TEST_F(DamagedModel, AMissingFileIsAnError) {
  for (const std::string name :
       {"vocab.tsv", "vectors.npy", "singular_values.npy", "contexts.npy", "model.json"}) {
    const std::string whole = bytes(name);
    fs::remove(path() / name);
    EXPECT_THROW(read_model(path()), Error) << name;
    write(name, whole);
  }
}

TEST_F(DamagedModel, FilesThatDisagreeAreFormatErrors) {
  forge("vectors.npy", testing::random_table(20, 5, 1));
  EXPECT_THAT(format_error(path()), HasSubstr("is 20 x 5, but model.json says 20 x 4"));
  forge("vectors.npy", testing::random_table(19, 4, 1));
  EXPECT_THAT(format_error(path()), HasSubstr("is 19 x 4"));
  forge("vectors.npy", testing::random_table(20, 4, 1));
  forge("contexts.npy", testing::random_table(20, 4, 1));
  EXPECT_THAT(format_error(path()), HasSubstr("is 20 x 4, but model.json says 40 x 4"));
  forge("contexts.npy", testing::random_table(40, 4, 1));
  forge("singular_values.npy", testing::random_table(4, 1, 1));
  EXPECT_THAT(format_error(path()), HasSubstr("singular_values.npy: is of shape (4, 1), must hold "
                                              "4 numbers in one dimension"));
  forge("vocab.tsv", std::string("a\t2\nb\t1\n"));
  EXPECT_THAT(format_error(path()), HasSubstr("\"words\" is 20, but vocab.tsv has 2"));
}

TEST_F(DamagedModel, AFlippedBitOfADescriptionIsNoticed) {
  for (const std::string name : {"model.json", "run.json"}) {
    const std::string whole = bytes(name);
    std::string damaged = whole;
    const std::size_t digit = damaged.find_last_of("0123456789");
    damaged[digit] = static_cast<char>(damaged[digit] ^ 1);
    write(name, damaged);
    EXPECT_THAT(format_error(path()), HasSubstr(name + ": is not as it was written"));
    write(name, whole);
  }
}

TEST_F(DamagedModel, NumbersThatAreNotFiniteAreFormatErrors) {
  Table table = sample_model().words.table;
  table(3, 2) = std::numeric_limits<float>::infinity();
  forge("vectors.npy", table);
  EXPECT_THAT(format_error(path()), HasSubstr("row 3 holds a number that is not finite"));
}

TEST_F(DamagedModel, HostileDescriptionsAreFormatErrors) {
  const std::string whole = bytes("model.json");
  const auto error_of = [&](const std::string& key, const json& value) {
    write("model.json", whole);
    edit([&](json& manifest) { manifest[key] = value; });
    return format_error(path());
  };
  EXPECT_THAT(error_of("format_version", 3), HasSubstr("format version 3"));
  for (const char* key : {"format_version", "words", "dim", "context_rows"}) {
    for (const json& value :
         {json(), json("1"), json(-1), json(1.5), json(std::uint64_t{1} << 63), json::array()}) {
      EXPECT_THAT(error_of(key, value), HasSubstr("model.json: \"" + std::string(key)));
    }
  }
  for (const json& value : {json("x"), json(3), json(-2), json::array(), json(1e300)}) {
    EXPECT_THAT(error_of("exponent", value), HasSubstr("\"exponent\" must be"));
  }
  for (const json& value : {json(), json(1), json::array(), json::object()}) {
    EXPECT_THAT(error_of("files", value), HasSubstr("model.json: \"files\""));
    EXPECT_NE(error_of("files", {{"vocab.tsv", value}}), "no FormatError");
  }
  EXPECT_THAT(error_of("context_rows", 30), HasSubstr("\"context_rows\" is 30"));
}

TEST_F(DamagedModel, WhatIsNotJsonIsAFormatError) {
  const std::string whole = bytes("model.json");
  for (const std::string& text :
       {std::string(), std::string("["), std::string("[]"), std::string("null"),
        std::string(100000, '['), std::string("{\"a\":\"\xff\"}"), std::string(10, '\0')}) {
    write("model.json", text);
    EXPECT_THAT(format_error(path()), HasSubstr("model.json: "));
  }
  for (std::size_t size = 0; size + 2 < whole.size(); ++size) {
    write("model.json", whole.substr(0, size));
    EXPECT_THAT(format_error(path()), HasSubstr("not valid JSON")) << size;
  }
}

}  // namespace model_test
}  // namespace eigenlex
