#include "eigenlex/refine/word_map_file.hpp"

#include <array>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"

#include "core/sealed_json.hpp"
#include "support/forge.hpp"
#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace word_map_file_test {

using testing::random_embedding;
using testing::read_bytes;
using testing::TempDir;

WordMapOptions few_steps() {
  WordMapOptions options;
  options.layout.iterations = 30;
  options.classes.clusters = 6;
  return options;
}

class WordMapFile : public ::testing::Test {
 protected:
  WordMapFile() { write_word_map(map_, few_steps(), "sum", path_); }

  WordMap read() const { return read_word_map(path_, few_steps(), "sum"); }
  /// Without checksums, which forged files do not have.
  WordMap read_forged() const {
    return read_word_map(path_, few_steps(), "sum", {.verify_checksums = false});
  }
  template <class Change>
  void forge(const Change& change) const {
    write_word_map(map_, few_steps(), "sum", path_);
    nlohmann::json content = internal::read_sealed_json(path_ / "map.json");
    change(content);
    testing::forge_manifest(path_, "map.json", content);
  }
  template <class Change>
  void forge_classes(const Change& change) const {
    forge([&](nlohmann::json& content) { change(content["classes"]); });
  }

  Embedding embedding_ = random_embedding(60, 5, 1);
  WordMap map_ = word_map(embedding_, few_steps());
  TempDir folder_;
  std::filesystem::path path_ = folder_ / "map";
};

TEST_F(WordMapFile, IsReadAsItWasWritten) {
  const WordMap found = read();
  EXPECT_EQ(found.places, map_.places);
  EXPECT_EQ(found.class_of, map_.class_of);
  EXPECT_EQ(found.perplexity, map_.perplexity);
  ASSERT_EQ(found.classes.size(), map_.classes.size());
  for (std::size_t i = 0; i < found.classes.size(); ++i) {
    EXPECT_EQ(found.classes[i].size, map_.classes[i].size);
    EXPECT_EQ(found.classes[i].cohesion, map_.classes[i].cohesion);
    EXPECT_EQ(found.classes[i].central, map_.classes[i].central);
    EXPECT_EQ(found.classes[i].place, map_.classes[i].place);
  }
}

TEST_F(WordMapFile, OfNoWordsIsOne) {
  write_word_map(word_map(random_embedding(0, 3, 1), few_steps()), few_steps(), "sum", path_);
  EXPECT_EQ(read().places.rows(), 0);
}

TEST_F(WordMapFile, OfOtherVectorsOrOptionsIsOutdated) {
  EXPECT_THROW(read_word_map(path_, few_steps(), "other"), OutdatedError);
  WordMapOptions options = few_steps();
  options.layout.perplexity = 20;
  EXPECT_THROW(read_word_map(path_, options, "sum"), OutdatedError);
  options = few_steps();
  options.classes.seed = 2;
  EXPECT_THROW(read_word_map(path_, options, "sum"), OutdatedError);
}

TEST_F(WordMapFile, ThatWasDamagedIsRefused) {
  for (const char* name : {"places.npy", "class_of.npy", "map.json"}) {
    write_word_map(map_, few_steps(), "sum", path_);
    std::string bytes = read_bytes(path_ / name);
    bytes[bytes.size() - 3] ^= 1;
    folder_.write(std::string("map/") + name, bytes);
    EXPECT_THROW(read(), FormatError) << name;
    bytes.resize(bytes.size() / 2);
    folder_.write(std::string("map/") + name, bytes);
    EXPECT_THROW(read_forged(), FormatError) << name;
    std::filesystem::remove(path_ / name);
    EXPECT_THROW(read(), Error) << name;
  }
}

TEST_F(WordMapFile, WhoseManifestDoesNotFitIsRefused) {
  using nlohmann::json;
  const auto expect_refused = [&] { EXPECT_THROW(read_forged(), FormatError); };
  forge([](json&) {});
  EXPECT_NO_THROW(read_forged());
  for (const json& words : {json(59), json(-1), json("60"), json(1LL << 40), json(nullptr)}) {
    forge([&](json& content) { content["words"] = words; });
    expect_refused();
  }
  for (const json& classes : {json(5), json::array(), json::array({1}), json(nullptr)}) {
    forge([&](json& content) { content["classes"] = classes; });
    expect_refused();
  }
  for (const json& id : {json(-1), json(60), json(1LL << 40), json("a"), json(0.5)}) {
    forge_classes([&](json& classes) { classes[0]["central"][0] = id; });
    expect_refused();
  }
  forge_classes([](json& classes) { classes[0]["central"] = json::array(); });
  expect_refused();
  forge_classes([](json& classes) { classes[0]["cohesion"] = "much"; });
  expect_refused();
  // A class that no word has.
  forge_classes([](json& classes) { classes.push_back(classes[0]); });
  expect_refused();
  forge([](json& content) { content["perplexity"] = nullptr; });
  expect_refused();
}

TEST_F(WordMapFile, WhoseArraysDoNotFitIsRefused) {
  const auto places_of = [&](std::int64_t rows, std::int64_t columns, float value) {
    const std::vector<float> values(static_cast<std::size_t>(rows * columns), value);
    write_npy<float>(path_ / "places.npy", std::array{rows, columns}, values);
  };
  const auto classes_of = [&](std::size_t words, std::int32_t number) {
    const std::vector<std::int32_t> numbers(words, number);
    write_npy_list<std::int32_t>(path_ / "class_of.npy", numbers);
  };
  for (const auto& change : std::vector<std::function<void()>>{
           [&] { places_of(59, 2, 0); }, [&] { places_of(40, 3, 0); },
           [&] { places_of(60, 2, std::numeric_limits<float>::infinity()); },
           [&] { classes_of(59, 0); }, [&] { classes_of(60, -1); }, [&] { classes_of(60, 6); }}) {
    write_word_map(map_, few_steps(), "sum", path_);
    change();
    EXPECT_THROW(read_forged(), FormatError);
  }
}

TEST_F(WordMapFile, AsLinesHasAllWords) {
  const Vocabulary words({"the", "a,b", "c"}, {3, 2, 1});
  WordMap map;
  map.places.resize(3, 2);
  map.places << 1, -2.5f, 0.25f, 0, 10, 1e-6f;
  map.class_of = {0, 1, 0};
  write_word_map_lines(map, words, folder_ / "map.tsv");
  EXPECT_EQ(read_bytes(folder_ / "map.tsv"),
            "the\t1.0000\t-2.5000\t0\na,b\t0.2500\t0.0000\t1\nc\t10.0000\t0.0000\t0\n");
}

TEST_F(WordMapFile, CannotKeepAWordThatWouldBreakItsLine) {
  EXPECT_THROW(write_word_map_lines(map_, Vocabulary({"a"}, {1}), folder_ / "f"), OptionError);
  WordMap map;
  map.places = RowMatrix::Zero(1, 2);
  map.class_of = {0};
  EXPECT_THROW(write_word_map_lines(map, Vocabulary({"a\tb"}, {1}), folder_ / "f"), FormatError);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "f"));
}

}  // namespace word_map_file_test
}  // namespace eigenlex
