#include "eigenlex/learn/kept_map.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/model.hpp"

#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace kept_map_test {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::random_embedding;
using testing::TempDir;

/// Keeps what it is told.
class Record : public Observer {
 public:
  std::vector<std::string> stages;
  std::vector<std::string> notes;

 private:
  void on_begin(const Stage& stage) override { stages.emplace_back(stage.name); }
  void on_note(std::string_view /*label*/, std::string_view text) override {
    notes.emplace_back(text);
  }
};

WordMapOptions quick() {
  WordMapOptions options;
  options.layout.iterations = 30;
  options.classes.clusters = 6;
  return options;
}

void write_random_model(const fs::path& path, std::uint64_t seed) {
  write_model({.words = random_embedding(60, 5, seed), .contexts = {}, .singular_values = {}},
              path);
}

class KeptMap : public ::testing::Test {
 protected:
  KeptMap() { write_random_model(model_, 1); }

  WordMap open(Record& record, const WordMapOptions& options = quick()) const {
    return open_or_make_map(model_, options, {}, record);
  }
  WordMap expected(std::uint64_t seed = 1) const {
    return word_map(random_embedding(60, 5, seed), quick());
  }

  TempDir folder_;
  fs::path model_ = folder_ / "model";
};

TEST_F(KeptMap, IsMadeOnceAndThenOpened) {
  Record first, second;
  EXPECT_EQ(open(first).places, expected().places);
  EXPECT_THAT(first.stages, ElementsAre("read", "classes", "neighbours", "map", "write"));
  const WordMap kept = open(second);
  EXPECT_EQ(kept.places, expected().places);
  EXPECT_EQ(kept.class_of, expected().class_of);
  EXPECT_THAT(second.stages, IsEmpty());
  EXPECT_THAT(second.notes, IsEmpty());
  // The model is still one.
  EXPECT_EQ(read_model(model_).words.table, random_embedding(60, 5, 1).table);
}

TEST_F(KeptMap, OfOtherVectorsIsMadeAnew) {
  Record record;
  open(record);
  fs::rename(model_ / "map", folder_ / "map");
  write_random_model(model_, 2);
  fs::rename(folder_ / "map", model_ / "map");
  EXPECT_EQ(open(record).places, expected(2).places);
  EXPECT_THAT(record.notes, ElementsAre(HasSubstr("of other vectors")));
  EXPECT_EQ(open(record).places, expected(2).places);
  EXPECT_EQ(record.notes.size(), 1);
}

TEST_F(KeptMap, OfOtherOptionsIsMadeAnew) {
  Record record;
  open(record);
  WordMapOptions options = quick();
  options.layout.perplexity = 10;
  EXPECT_NE(open(record, options).places, expected().places);
  EXPECT_THAT(record.notes, ElementsAre(HasSubstr("other options")));
}

TEST_F(KeptMap, ThatWasDamagedIsMadeAnew) {
  Record record;
  open(record);
  fs::resize_file(model_ / "map" / "places.npy", 100);
  EXPECT_EQ(open(record).places, expected().places);
  EXPECT_EQ(record.notes.size(), 1);
  EXPECT_EQ(open(record).places, expected().places);
  EXPECT_EQ(record.notes.size(), 1);
}

TEST_F(KeptMap, ThatCannotBeKeptIsMadeAllTheSame) {
  // Files that another program made are not replaced.
  fs::create_directory(model_ / "map");
  folder_.write("model/map/notes.txt", "mine");
  Record record;
  EXPECT_EQ(open(record).places, expected().places);
  ASSERT_EQ(record.notes.size(), 2);
  EXPECT_THAT(record.notes[1], HasSubstr("cannot be kept"));
  EXPECT_EQ(testing::read_bytes(model_ / "map" / "notes.txt"), "mine");
}

TEST_F(KeptMap, LiesBesideAFileOfVectors) {
  std::string lines;
  for (int i = 0; i < 30; ++i) lines += fmt::format("w{} {} {} {}\n", i, i % 5, i % 3, i % 7);
  const fs::path file = folder_.write("vectors.txt", lines);
  const WordMap made = open_or_make_map(file, quick());
  EXPECT_EQ(made.places.rows(), 30);
  EXPECT_TRUE(fs::exists(folder_ / "vectors.txt.map"));
  Record record;
  EXPECT_EQ(open_or_make_map(file, quick(), {}, record).places, made.places);
  EXPECT_THAT(record.stages, IsEmpty());
}

TEST_F(KeptMap, OfVectorsThatWereReadIsTheSame) {
  Record record;
  const Embedding embedding = load_embedding(model_);
  EXPECT_EQ(open_or_make_map(model_, embedding, quick(), {}, record).places, expected().places);
  EXPECT_THAT(record.stages, ElementsAre("classes", "neighbours", "map", "write"));
  EXPECT_EQ(open(record).places, expected().places);
  EXPECT_EQ(record.stages.size(), 4);
}

TEST_F(KeptMap, OfNothingIsAnError) {
  EXPECT_THROW(open_or_make_map(folder_ / "none", quick()), IoError);
  WordMapOptions options;
  options.layout.perplexity = 0;
  EXPECT_THROW(open_or_make_map(model_, options), OptionError);
}

}  // namespace kept_map_test
}  // namespace eigenlex
