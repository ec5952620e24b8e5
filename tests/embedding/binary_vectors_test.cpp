#include "embedding/binary_vectors.hpp"

#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex::internal {
namespace binary_vectors_test {

using ::testing::HasSubstr;
using testing::read_bytes;
using testing::TempDir;
using Words = std::vector<std::string>;

std::string written(const Embedding& embedding) {
  const TempDir dir;
  ByteSink file(dir / "v.bin");
  write_binary_vectors(embedding, file);
  file.close();
  return read_bytes(dir / "v.bin");
}

std::string format_error(const std::string& bytes) {
  try {
    parse_binary_vectors(bytes, "v.bin");
  } catch (const FormatError& error) {
    return error.what();
  }
  return "no FormatError";
}

/// `text` with each '#' replaced by the four bytes of 1.0f.
std::string with_ones(const std::string& text) {
  std::string bytes;
  for (const char c : text) {
    if (c == '#') {
      bytes.append("\0\0\x80\x3f", 4);
    } else {
      bytes += c;
    }
  }
  return bytes;
}

TEST(BinaryVectors, ReadsBackWhatItWrote) {
  const Embedding embedding = testing::random_embedding(700, 5, 1);
  const Embedding read = parse_binary_vectors(written(embedding), "v.bin");
  EXPECT_EQ(read.vocabulary.words(), embedding.vocabulary.words());
  EXPECT_EQ(read.table, embedding.table);
}

TEST(BinaryVectors, AreLaidOutAsWord2vecDoes) {
  EXPECT_EQ(written(embedding_of_words({"a", "bc"}, Table{{1}, {1}})),
            with_ones("2 1\na #\nbc #\n"));
}

TEST(BinaryVectors, LineEndsBetweenVectorsMayBeMissing) {
  const Embedding embedding = parse_binary_vectors(with_ones("2 1\na #bc #"), "v.bin");
  EXPECT_EQ(embedding.vocabulary.words(), (Words{"a", "bc"}));
  EXPECT_EQ(embedding.table, (Table{{1}, {1}}));
}

TEST(BinaryVectors, ALaterVectorOfTheSameWordIsDropped) {
  const Embedding embedding = parse_binary_vectors(with_ones("2 1\na #a 0000"), "v.bin");
  EXPECT_EQ(embedding.table, (Table{{1}}));
}

TEST(BinaryVectors, FloatsAreFoundWhateverTheirBytes) {
  // 0x0a0a0a0a and 0x20202020 look like line ends and spaces.
  const Embedding embedding = parse_binary_vectors("2 2\na \n\n\n\n    b     \n\n\n\n\n", "v.bin");
  EXPECT_EQ(embedding.vocabulary.words(), (Words{"a", "b"}));
  EXPECT_EQ(embedding.table(0, 0), embedding.table(1, 1));
  EXPECT_EQ(embedding.table(0, 1), embedding.table(1, 0));
}

TEST(BinaryVectors, EveryTruncationIsAFormatErrorAndNoFlippedByteCrashes) {
  std::string bytes = written(testing::random_embedding(4, 3, 2));
  bytes.pop_back();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THAT(format_error(bytes.substr(0, size)), HasSubstr("v.bin: byte")) << size;
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const char flip : {'\x01', '\x20', '\x80', '\xff'}) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ flip);
      format_error(damaged);
    }
  }
}

TEST(BinaryVectors, HostileHeadersAreRefusedBeforeAnythingIsAllocated) {
  for (const char* header :
       {"9223372036854775807 1", "1 9223372036854775807", "4294967296 4294967296", "1000000000 300",
        "0 4611686018427387904", "1 0", "3000000000 1", "x y", "2"}) {
    EXPECT_THAT(format_error(with_ones(std::string(header).append("\na #"))),
                HasSubstr("v.bin: byte 0"))
        << header;
  }
}

TEST(BinaryVectors, WordsMayHoldSpacesWhereLineEndsFollowVectors) {
  const Embedding embedding =
      parse_binary_vectors(with_ones("3 1\na #\nmy own name #\nb #\n"), "v");
  EXPECT_EQ(embedding.vocabulary.words(), (Words{"a", "my own name", "b"}));
  EXPECT_EQ(embedding.table, (Table{{1}, {1}, {1}}));
}

TEST(BinaryVectors, WordsOfNoBytesAreLeftOut) {
  for (const char* text : {"3 1\na #\n #\nb #\n", "3 1\na # #b #"}) {
    Notes notes;
    const Embedding embedding = parse_binary_vectors(with_ones(text), "v", &notes);
    EXPECT_EQ(embedding.vocabulary.words(), (Words{"a", "b"})) << text;
    EXPECT_EQ(embedding.table.rows(), 2);
    EXPECT_EQ(notes, Notes{"v: a vector without a word is left out"});
  }
}

TEST(BinaryVectors, MoreWordsThanPromisedAreReadAndSaid) {
  Notes notes;
  const Embedding embedding = parse_binary_vectors(with_ones("1 1\na #\nb #\nc #"), "v", &notes);
  EXPECT_EQ(embedding.vocabulary.words(), (Words{"a", "b", "c"}));
  EXPECT_EQ(notes, Notes{"v: the header promises 1 words, but 3 follow: all are read"});
}

TEST(BinaryVectors, DamagedRecordsAreNamed) {
  EXPECT_THAT(format_error(with_ones("1 1\na #b #")), HasSubstr("byte 10: data go on"));
  EXPECT_THAT(format_error(with_ones("1 1\na\nb #")), HasSubstr("line end"));
  Embedding embedding = testing::random_embedding(600, 2, 3);
  embedding.table(599, 1) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(format_error(written(embedding)), HasSubstr("word 600 holds a number that is not"));
}

TEST(BinaryVectors, AreTheSameForAnyNumberOfThreads) {
  const std::string bytes = written(testing::random_embedding(2000, 8, 4));
  const ThreadCount one(1);
  const Embedding expected = parse_binary_vectors(bytes, "v.bin");
  for (const int threads : {2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(parse_binary_vectors(bytes, "v.bin").table, expected.table);
  }
}

}  // namespace binary_vectors_test
}  // namespace eigenlex::internal
