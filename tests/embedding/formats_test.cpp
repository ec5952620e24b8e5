#include "eigenlex/embedding/formats.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace formats_test {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::read_bytes;
using testing::TempDir;
using Words = std::vector<std::string>;

constexpr VectorFormat kAllFormats[] = {VectorFormat::kWord2vecText, VectorFormat::kWord2vecBinary,
                                        VectorFormat::kGloveText, VectorFormat::kFastTextVec,
                                        VectorFormat::kNpy};

template <class Thrown, class Action>
std::string message_of(Action&& action) {
  try {
    action();
  } catch (const Thrown& error) {
    return error.what();
  }
  return "nothing thrown";
}

class EveryFormat : public ::testing::TestWithParam<VectorFormat> {};
INSTANTIATE_TEST_SUITE_P(Formats, EveryFormat, ::testing::ValuesIn(kAllFormats));

TEST_P(EveryFormat, IsRecognizedByContentAndReadsBackTheSame) {
  const TempDir dir;
  const fs::path path = dir / "vectors";
  for (const Eigen::Index dim : {2, 17, 300}) {
    const Embedding embedding = testing::random_embedding(50, dim, 1);
    write_vectors(embedding, GetParam(), path);
    const Embedding read = read_vectors(path);
    EXPECT_EQ(read.vocabulary.words(), embedding.vocabulary.words());
    EXPECT_EQ(read.table, embedding.table);
    const bool keeps_counts = GetParam() == VectorFormat::kNpy;
    EXPECT_EQ(read.vocabulary.count(0), keeps_counts ? embedding.vocabulary.count(0) : 0);
  }
}

TEST_P(EveryFormat, ShortNumbersAndWordsOfAnyLanguageKeepTheirFormat) {
  const TempDir dir;
  const Words words = {"北京", "7", "-1", "nan", "naïve", "\xff\x01", "1e5"};
  const Embedding embedding(embedding_of_words(words, Table::Zero(7, 3)));
  write_vectors(embedding, GetParam(), dir / "v");
  const Embedding read = read_vectors(dir / "v");
  EXPECT_EQ(read.vocabulary.words(), words);
  EXPECT_EQ(read.table, embedding.table);
}

TEST_P(EveryFormat, KeepsAFirstWordThatBeginsWithAByteOrderMark) {
  const TempDir dir;
  for (const std::string word : {"\ufeff", "\ufeffcat"}) {
    const Embedding embedding = embedding_of_words({word, "a"}, Table{{1, 2}, {3, 4}});
    write_vectors(embedding, GetParam(), dir / "v");
    const Embedding read = read_vectors(dir / "v");
    EXPECT_EQ(read.vocabulary.words(), embedding.vocabulary.words());
    EXPECT_EQ(read.table, embedding.table);
  }
}

TEST_P(EveryFormat, TheBytesAreTheSameForAnyNumberOfThreads) {
  const TempDir dir;
  const Embedding embedding = testing::random_embedding(1000, 9, 2);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    write_vectors(embedding, GetParam(), dir / std::to_string(threads));
  }
  EXPECT_TRUE(read_bytes(dir / "1") == read_bytes(dir / "2"));
  EXPECT_TRUE(read_bytes(dir / "1") == read_bytes(dir / "3"));
}

TEST_P(EveryFormat, AnEmbeddingWithoutARowForEachWordIsRefused) {
  const TempDir dir;
  Embedding embedding = testing::random_embedding(3, 2, 3);
  embedding.table.conservativeResize(2, 2);
  EXPECT_THROW(write_vectors(embedding, GetParam(), dir / "v"), OptionError);
  embedding.table.resize(3, 0);
  EXPECT_THROW(write_vectors(embedding, GetParam(), dir / "v"), OptionError);
}

TEST_P(EveryFormat, WordsThatTheFormatCannotKeepAreRefused) {
  const TempDir dir;
  for (const std::string word : {"new york", "carriage\r", "tab\tbed", "line\nend"}) {
    const Embedding embedding = embedding_of_words({"a", word}, Table{{1, 2}, {3, 4}});
    const bool fits_npy = word.find_first_of("\t\n") == std::string::npos;
    if (GetParam() == VectorFormat::kNpy && fits_npy) {
      write_vectors(embedding, GetParam(), dir / "v.npy");
      EXPECT_EQ(read_vectors(dir / "v.npy").vocabulary.word(1), word);
    } else {
      EXPECT_THAT(message_of<OptionError>([&] { write_vectors(embedding, GetParam(), dir / "v"); }),
                  HasSubstr(fits_npy ? "only npy keeps" : "leave it out"));
      EXPECT_FALSE(fs::exists(dir / "v"));
    }
  }
}

TEST_P(EveryFormat, IsCompressedAsItsNameSays) {
  const TempDir dir;
  const Embedding embedding = testing::random_embedding(300, 20, 5);
  write_vectors(embedding, GetParam(), dir / "v");
  for (const auto& [name, magic] :
       std::vector<std::pair<std::string, std::string>>{{"v.gz", "\x1f\x8b"},
                                                        {"v.xz",
                                                         "\xfd"
                                                         "7zXZ"},
                                                        {"v.zst", "\x28\xb5\x2f\xfd"}}) {
    write_vectors(embedding, GetParam(), dir / name);
    const std::string bytes = read_bytes(dir / name);
    EXPECT_TRUE(bytes.starts_with(magic)) << name;
    EXPECT_LT(bytes.size(), read_bytes(dir / "v").size());
    const Embedding read = read_vectors(dir / name);
    EXPECT_EQ(read.vocabulary.words(), embedding.vocabulary.words());
    EXPECT_EQ(read.table, embedding.table);
    write_vectors(embedding, GetParam(), dir / ("again-" + name));
    EXPECT_TRUE(read_bytes(dir / ("again-" + name)) == bytes) << name;
  }
}

TEST(ReadVectors, AByteOrderMarkIsNoPartOfAWord) {
  const TempDir dir;
  for (const std::string bytes : {"\xef\xbb\xbf"
                                  "2 2\na 1 0\nb 0 1\n",
                                  "\xef\xbb\xbf"
                                  "a 1 0\nb 0 1\n"}) {
    const Embedding read = read_vectors(dir.write("v", bytes));
    EXPECT_EQ(read.vocabulary.words(), (Words{"a", "b"}));
    EXPECT_EQ(read.table, (Table{{1, 0}, {0, 1}}));
  }
}

TEST(ReadVectors, LinesMayEndByReturnsAlone) {
  const TempDir dir;
  for (const char* bytes : {"2 2\ra 1 0\rb 0 1\r", "a 1 0\rb 0 1", "2 2\r\na 1 0\r\nb 0 1\r\n"}) {
    const Embedding read = read_vectors(dir.write("v", bytes));
    EXPECT_EQ(read.vocabulary.words(), (Words{"a", "b"}));
    EXPECT_EQ(read.table, (Table{{1, 0}, {0, 1}}));
  }
}

TEST(ReadVectors, FilesOfOtherKindsAreNamed) {
  using namespace std::string_literals;
  const TempDir dir;
  const std::string zip = "PK\x03\x04"s + std::string(26, '\0');
  for (const auto& [bytes, name] : std::vector<std::pair<std::string, std::string>>{
           {"\x80\x04\x95\x10\0\0\0\0\0\0\0}"s, "a Python pickle"},
           {"\x80\x02}q\0."s, "a Python pickle"},
           {"\x89HDF\r\n\x1a\n\0"s, "an HDF5 file"},
           {zip + "vectors.npy", "an .npz archive"},
           {zip + "archive/data.pkl", "a file of PyTorch"},
           {zip + "notes.txt", "a ZIP archive: unpack it first"},
           {"GGUF\x03\0\0\0"s, "a GGUF model"},
           {"\x40\0\0\0\0\0\0\0{\"a\":1}"s, "a safetensors file"},
           {"\xff\xfe"
            "a\0 \0"
            "1\0\n\0"s,
            "UTF-16 text: convert it to UTF-8"},
           {"a\0 \0"
            "1\0\n\0"s,
            "UTF-16 text"},
           {"%PDF-1.4\n", "a PDF document"},
           {"<!DOCTYPE html>\n<html>\n", "a page of the web"},
           {"version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS"},
           {"{\"json\": true}\n", "JSON"}}) {
    EXPECT_THAT(message_of<FormatError>([&] { read_vectors(dir.write("v", bytes)); }),
                HasSubstr(name));
  }
}

TEST(WriteVectors, AFailureLeavesTheOldFileAndNothingElse) {
  const TempDir dir;
  dir.write("v", "old");
  const Embedding embedding = embedding_of_words({"new york"}, Table{{1}});
  EXPECT_THROW(write_vectors(embedding, VectorFormat::kGloveText, dir / "v"), OptionError);
  EXPECT_EQ(read_bytes(dir / "v"), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(dir.path()), fs::directory_iterator()), 1);
}

TEST(ReadVectors, AnArrayNeedsItsVocabularyBesideIt) {
  const TempDir dir;
  write_vectors(testing::random_embedding(4, 2, 4), VectorFormat::kNpy, dir / "v.npy");
  EXPECT_TRUE(fs::exists(dir / "v.vocab.tsv"));
  dir.write("v.vocab.tsv", "only\t1\n");
  EXPECT_THAT(message_of<FormatError>([&] { read_vectors(dir / "v.npy"); }),
              HasSubstr("has 4 rows"));
  fs::remove(dir / "v.vocab.tsv");
  EXPECT_THAT(message_of<IoError>([&] { read_vectors(dir / "v.npy"); }), HasSubstr("v.vocab.tsv"));
}

TEST(ReadVectors, AMalformedLineOfTextIsNotTakenForBinary) {
  const TempDir dir;
  EXPECT_THAT(message_of<FormatError>([&] { read_vectors(dir.write("v", "2 2\na 1 x\nb 1 2\n")); }),
              HasSubstr("v:2: \"x\" is not"));
}

TEST(ReadVectors, FilesOfOtherKindsAreFormatErrors) {
  const TempDir dir;
  for (const std::string& bytes :
       {std::string(), std::string("{\"json\": true}\n"), std::string(5000, '\0'),
        std::string("\x1f\x8b\x08\x00", 4), std::string("2 2\n"), std::string("\x93NUMPY"),
        std::string("%PDF-1.4\n1 0 obj\n")}) {
    dir.write("v.vocab.tsv", "a\t1\n");
    EXPECT_THROW(read_vectors(dir.write("v", bytes)), FormatError) << bytes.substr(0, 10);
  }
  EXPECT_THROW(read_vectors(dir / "none"), IoError);
}

}  // namespace formats_test
}  // namespace eigenlex
