#include "eigenlex/counts/counts_file.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"

#include "support/corpora.hpp"
#include "support/counts.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace counts_file_test {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::make_corpus;
using testing::read_bytes;
using testing::TempDir;
using testing::zipf_documents;

Counts some_counts(int window = 5) {
  const Corpus corpus = make_corpus(zipf_documents(50, 40, 60, 1));
  return {.vocabulary = corpus.vocabulary,
          .matrix = count_cooccurrences(corpus, {.window = window}),
          .description = {{"window", window}}};
}

void expect_same(const Counts& a, const Counts& b) {
  EXPECT_EQ(a.vocabulary.words(), b.vocabulary.words());
  EXPECT_EQ(a.vocabulary.counts(), b.vocabulary.counts());
  EXPECT_EQ(a.matrix.unit, b.matrix.unit);
  EXPECT_EQ(a.description, b.description);
  EXPECT_TRUE(testing::same_cells(a.matrix, b.matrix));
}

TEST(CountsFile, AnObjectHasTheSizes) {
  const Counts counts = some_counts();
  const nlohmann::ordered_json object = to_json(counts);
  EXPECT_EQ(object.at("words"), counts.vocabulary.size());
  EXPECT_EQ(object.at("nonzeros"), counts.matrix.nonzeros());
  EXPECT_EQ(object.at("description").at("window"), 5);
}

TEST(CountsFile, WhatIsWrittenIsReadBack) {
  const TempDir folder;
  const Counts narrow = some_counts();
  write_counts(narrow, folder / "narrow");
  expect_same(read_counts(folder / "narrow"), narrow);
  const Counts wide = some_counts(30);
  ASSERT_TRUE(std::holds_alternative<CooccurrenceMatrix::Wide>(wide.matrix.cells));
  write_counts(wide, folder / "wide");
  expect_same(read_counts(folder / "wide"), wide);
}

TEST(CountsFile, CellsThatLieInFilesAreLinkedOrCopiedAndReadWhereTheyLie) {
  // A file cannot have two names on different file systems.
  const TempDir here;
  const TempDir elsewhere("/dev/shm");
  for (const int window : {5, 30}) {
    const Counts counts = some_counts(window);
    write_counts(counts, here / "first");
    const Counts stored = open_counts(here / "first");
    EXPECT_TRUE(stored.matrix.is_stored());
    expect_same(stored, counts);
    write_counts(stored, here / "linked");
    EXPECT_EQ(fs::hard_link_count(here / "first" / "values.npy"), 2u);
    expect_same(read_counts(here / "linked"), counts);
    write_counts(stored, elsewhere / "copied");
    expect_same(read_counts(elsewhere / "copied"), counts);
  }
}

TEST(CountsFile, AMatrixThatDoesNotFitItsWordsIsNotWritten) {
  const TempDir folder;
  Counts counts = some_counts();
  counts.vocabulary = make_corpus({"one two"}).vocabulary;
  EXPECT_THROW(write_counts(counts, folder / "counts"), OptionError);
  EXPECT_FALSE(fs::exists(folder / "counts"));
}

TEST(CountsFile, ReplacesCountsButNoOtherFolder) {
  const TempDir folder;
  write_counts(some_counts(5), folder / "counts");
  write_counts(some_counts(3), folder / "counts");
  expect_same(read_counts(folder / "counts"), some_counts(3));
  fs::create_directory(folder / "letters");
  folder.write("letters/dear.txt", "reader");
  EXPECT_THROW(write_counts(some_counts(), folder / "letters"), IoError);
  EXPECT_EQ(read_bytes(folder / "letters" / "dear.txt"), "reader");
}

TEST(CountsFile, AChangedByteInAnyFileIsFound) {
  const TempDir folder;
  for (const char* name : {"vocab.tsv", "indptr.npy", "indices.npy", "values.npy"}) {
    write_counts(some_counts(), folder / "counts");
    std::string bytes = read_bytes(folder / "counts" / name);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
    std::ofstream(folder / "counts" / name, std::ios::binary) << bytes;
    EXPECT_THROW(read_counts(folder / "counts"), FormatError) << name;
  }
}

TEST(CountsFile, MatricesThatBreakAnInvariantAreRefusedEvenUnverified) {
  const TempDir folder;
  const fs::path path = folder / "counts";
  const auto refused_after = [&](const char* name, auto type, const auto& change) {
    using Value = decltype(type);
    write_counts(some_counts(), path);
    NpyArray<Value> array = read_npy<Value>(path / name);
    change(array.values);
    write_npy<Value>(path / name, array.shape, array.values);
    EXPECT_THROW(read_counts(path, {.verify_checksums = false}), FormatError) << name;
  };
  refused_after("indices.npy", std::int32_t{}, [](auto& v) { v[1] = v[0]; });
  refused_after("indices.npy", std::int32_t{}, [](auto& v) { v[0] = -1; });
  refused_after("indices.npy", std::int32_t{}, [](auto& v) { v.back() = 1 << 30; });
  refused_after("values.npy", std::uint32_t{}, [](auto& v) { v[3] = 0; });
  refused_after("indptr.npy", std::int64_t{}, [](auto& v) { v[1] = std::int64_t{1} << 60; });
  refused_after("indptr.npy", std::int64_t{}, [](auto& v) { v[0] = -5; });
}

TEST(CountsFile, ManifestsThatDoNotFitTheFilesAreRefusedEvenUnverified) {
  const TempDir folder;
  const fs::path path = folder / "counts";
  const auto refused_with = [&](const char* key, const nlohmann::json& value) {
    write_counts(some_counts(), path);
    nlohmann::json manifest = nlohmann::json::parse(read_bytes(path / "counts.json"));
    manifest[key] = value;
    std::ofstream(path / "counts.json") << manifest;
    EXPECT_THROW(read_counts(path, {.verify_checksums = false}), FormatError)
        << key << " = " << value;
    EXPECT_THROW(open_counts(path, {.verify_checksums = false}), FormatError)
        << key << " = " << value;
  };
  refused_with("rows", 59);
  refused_with("cols", 180);
  refused_with("nonzeros", 1);
  refused_with("unit", 0);
  refused_with("wide", true);
  refused_with("wide", "no");
}

TEST(CountsFile, AnArrayOfTwoDimensionsIsRefused) {
  const TempDir folder;
  const fs::path path = folder / "counts";
  write_counts(some_counts(), path);
  const NpyArray<std::int64_t> indptr = read_npy<std::int64_t>(path / "indptr.npy");
  const std::vector<std::int64_t> row = {1, indptr.shape[0]};
  write_npy<std::int64_t>(path / "indptr.npy", row, indptr.values);
  try {
    read_counts(path, {.verify_checksums = false});
    ADD_FAILURE();
  } catch (const FormatError& error) {
    EXPECT_THAT(error.what(), HasSubstr("in one dimension"));
  }
}

TEST(CountsFile, HostileManifestsAreRefused) {
  const TempDir folder;
  const fs::path path = folder / "counts";
  const auto refused = [&](const std::string& json) {
    write_counts(some_counts(), path);
    std::ofstream(path / "counts.json") << json;
    EXPECT_THROW(read_counts(path, {.verify_checksums = false}), FormatError) << json;
  };
  refused("");
  refused("[]");
  refused("{}");
  refused(R"({"format_version": 3, "files": {}})");
  refused(R"({"format_version": 2, "files": []})");
  refused(R"({"format_version": 2, "files": {"vocab.tsv": 3}})");
  refused(R"({"format_version": 2, "files": {}, "rows": -1})");
  EXPECT_THROW(read_counts(folder / "nothing"), IoError);
}

}  // namespace counts_file_test
}  // namespace eigenlex
