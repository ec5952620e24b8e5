#include "eigenlex/classify/classifier.hpp"

#include <array>
#include <fstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "core/sealed_json.hpp"
#include "support/forge.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace classifier_test {

using nlohmann::json;
using ::testing::HasSubstr;
using testing::read_bytes;
using ::testing::ThrowsMessage;

Classifier small_classifier() {
  Classifier classifier;
  classifier.network = Network::kGru;
  classifier.mode = EmbeddingMode::kTuned;
  classifier.tokenizer = {.kind = TokenizerKind::kUnicode, .lowercase = true};
  classifier.sequence = {.max_length = 7, .truncate = TextEnd::kStart};
  classifier.class_names = {"no", "yes"};
  classifier.vocabulary = Vocabulary({"x", "y"}, {2, 1});
  classifier.weights["embedding"] = {{4, 2}, {0, 0, 0, 0, 1, 2, 3, 4}};
  classifier.weights["output_bias"] = {{2}, {5, 6}};
  classifier.description = {{"coverage", 0.5}};
  return classifier;
}

class ClassifierFile : public ::testing::Test {
 protected:
  void SetUp() override { write_classifier(small_classifier(), path()); }
  std::filesystem::path path() const { return folder_ / "clf"; }
  /// Replaces an entry of classifier.json.
  void set(const char* key, const json& value) const {
    json content =
        internal::read_sealed_json(path() / "classifier.json", {.verify_checksums = false});
    content[key] = value;
    testing::forge_manifest(path(), "classifier.json", content);
  }
  auto reading() const {
    return [this] { read_classifier(path()); };
  }

 private:
  testing::TempDir folder_;
};

TEST_F(ClassifierFile, IsReadAsItWasWritten) {
  const Classifier expected = small_classifier();
  const Classifier read = read_classifier(path());
  EXPECT_EQ(read.network, expected.network);
  EXPECT_EQ(read.mode, expected.mode);
  EXPECT_EQ(read.tokenizer.kind, expected.tokenizer.kind);
  EXPECT_TRUE(read.tokenizer.lowercase);
  EXPECT_EQ(read.sequence.max_length, 7);
  EXPECT_EQ(read.sequence.truncate, TextEnd::kStart);
  EXPECT_EQ(read.class_names, expected.class_names);
  EXPECT_EQ(read.vocabulary.words(), expected.vocabulary.words());
  EXPECT_EQ(read.weights.at("embedding").values, expected.weights.at("embedding").values);
  EXPECT_EQ(read.weights.at("output_bias").shape, expected.weights.at("output_bias").shape);
  EXPECT_EQ(read.description["coverage"], 0.5);
}

TEST_F(ClassifierFile, ChecksumsCanBeSkipped) {
  const std::array<std::int64_t, 1> shape = {2};
  write_npy<float>(path() / "output_bias.npy", shape, std::vector<float>{7, 8});
  EXPECT_THROW(read_classifier(path()), FormatError);
  EXPECT_EQ(read_classifier(path(), {.verify_checksums = false}).weights.at("output_bias").values,
            (std::vector<float>{7, 8}));
}

TEST_F(ClassifierFile, OfAnotherVersionIsRefused) {
  set("format_version", 2);
  EXPECT_THAT(reading(), ThrowsMessage<FormatError>(HasSubstr("format version 2")));
}

TEST_F(ClassifierFile, DamagedFilesAreNamed) {
  for (const char* file : {"vocab.tsv", "embedding.npy", "output_bias.npy"}) {
    const std::string whole = read_bytes(path() / file);
    std::string changed = whole;
    changed.back() = static_cast<char>(changed.back() ^ 1);
    for (const std::string& damaged : {changed, whole.substr(0, whole.size() - 1), std::string()}) {
      std::ofstream(path() / file, std::ios::binary) << damaged;
      EXPECT_THAT(reading(), ThrowsMessage<FormatError>(HasSubstr(file)));
    }
    std::ofstream(path() / file, std::ios::binary) << whole;
  }
  read_classifier(path());
}

TEST_F(ClassifierFile, EntriesOfAnotherKindAreNamed) {
  for (const char* key : {"task", "network", "mode", "tokenizer", "lowercase", "max_length",
                          "truncate", "classes", "words", "arrays"}) {
    const json whole =
        internal::read_sealed_json(path() / "classifier.json", {.verify_checksums = false});
    for (const json& value : {json(), json("other"), json(-1), json::array({1}), json::object()}) {
      set(key, value);
      EXPECT_THAT(reading(), ThrowsMessage<FormatError>(HasSubstr(key))) << key << value;
    }
    testing::forge_manifest(path(), "classifier.json", whole);
  }
}

TEST_F(ClassifierFile, ArraysCannotLeadOutOfTheFolder) {
  for (const char* name : {"../embedding", "a/b", "", "A"}) {
    set("arrays", json::array({name}));
    EXPECT_THAT(reading(), ThrowsMessage<FormatError>(HasSubstr("is no name")));
  }
}

TEST_F(ClassifierFile, EmbeddingHasToFitTheVocabulary) {
  Classifier classifier = small_classifier();
  classifier.weights["embedding"] = {{2, 2}, {0, 0, 0, 0}};
  write_classifier(classifier, path());
  EXPECT_THAT(reading(), ThrowsMessage<FormatError>(HasSubstr("\"embedding\" has the shape")));
}

TEST(ReadClassifier, OtherFoldersAreNoClassifiers) {
  const testing::TempDir folder;
  EXPECT_THAT([&] { read_classifier(folder.path()); },
              ThrowsMessage<FormatError>(HasSubstr("no classifier")));
  EXPECT_THROW(read_classifier(folder / "none"), IoError);
}

}  // namespace classifier_test
}  // namespace eigenlex
