#include "text/byte_stream.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/random.hpp"

#include "support/compress.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex::internal {
namespace byte_stream_test {

using testing::compress;
using ::testing::HasSubstr;
using testing::kFilters;
using ::testing::Not;
using testing::TempDir;

std::string random_text(std::size_t size, std::uint64_t seed) {
  Random random(seed);
  std::string text(size, ' ');
  for (char& c : text) c = static_cast<char>('a' + random.below(20));
  return text;
}

std::string read_all(ByteStream& stream) {
  std::string all;
  for (std::string_view bytes = stream.next(); !bytes.empty(); bytes = stream.next()) all += bytes;
  return all;
}

std::string read_all(ByteStream&& stream) { return read_all(stream); }

TEST(ByteStream, APlainFileIsDeliveredAsItIs) {
  const TempDir dir;
  const std::string bytes = random_text(300000, 1) + std::string("\0\xff\n", 3);
  EXPECT_EQ(read_all(ByteStream(dir.write("plain", bytes))), bytes);
  EXPECT_EQ(read_all(ByteStream(dir.write("empty", ""))), "");
}

TEST(ByteStream, CompressionIsRecognizedByContentWhateverTheName) {
  const TempDir dir;
  const std::string text = random_text(300000, 2);
  for (const char* filter : kFilters) {
    const std::string compressed = compress(text, filter);
    EXPECT_EQ(read_all(ByteStream(dir.write("text.txt", compressed))), text) << filter;
  }
  EXPECT_EQ(read_all(ByteStream(dir.write("text.gz", "not compressed"))), "not compressed");
}

TEST(ByteStream, TextThatOnlyBeginsLikeACompressedFileIsPlain) {
  const TempDir dir;
  for (const char* text : {"", "B", "BZh", "BZh9 is a word", "\x1f", "\x1f\x8b", "\xfd", "7zXZ"}) {
    EXPECT_EQ(read_all(ByteStream(dir.write("text", text))), text);
  }
}

TEST(ByteStream, CompressedNothingIsNothing) {
  const TempDir dir;
  for (const char* filter : kFilters) {
    const std::string compressed = compress("", filter);
    EXPECT_EQ(read_all(ByteStream(dir.write("nothing", compressed))), "") << filter;
  }
}

TEST(ByteStream, CompressedFilesOneAfterAnotherAreReadAsOne) {
  const TempDir dir;
  for (const char* filter : kFilters) {
    const std::string joined = compress("one ", filter) + compress("two", filter);
    EXPECT_EQ(read_all(ByteStream(dir.write("joined", joined))), "one two") << filter;
  }
}

TEST(ByteStream, CountsTheBytesOfTheFileNotThoseDelivered) {
  const TempDir dir;
  const std::string compressed = compress(std::string(1000000, 'a'), "gzip");
  ByteStream stream(dir.write("a.gz", compressed));
  EXPECT_EQ(read_all(stream).size(), 1000000u);
  EXPECT_EQ(stream.bytes_consumed(), static_cast<std::int64_t>(compressed.size()));
}

TEST(ByteStream, AFileCutShortAnywhereIsAFormatErrorNamingIt) {
  const TempDir dir;
  const std::string text = random_text(1000, 3);
  for (const char* filter : kFilters) {
    const std::string compressed = compress(text, filter);
    // The end of each format, where its checksum is, byte by byte.
    for (std::size_t size = 20; size < compressed.size();
         size = std::max(size + 1, std::min(size + 90, compressed.size() - 12))) {
      const std::string path = dir.write("cut", compressed.substr(0, size));
      try {
        read_all(ByteStream(path));
        ADD_FAILURE() << filter << " cut to " << size << " of " << compressed.size();
      } catch (const FormatError& error) {
        ASSERT_THAT(error.what(), HasSubstr(path + ": "));
        ASSERT_THAT(error.what(), HasSubstr("cannot be decompressed: "));
        ASSERT_THAT(error.what(), Not(HasSubstr("byte -1")));
      }
    }
  }
}

TEST(ByteStream, DamagedDataNeverCrash) {
  const TempDir dir;
  Random random(4);
  for (const char* filter : kFilters) {
    const std::string compressed = compress(random_text(1000, 5), filter);
    for (int i = 0; i < 15; ++i) {
      std::string damaged = compressed;
      damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
      try {
        read_all(ByteStream(dir.write("damaged", damaged)));
      } catch (const Error&) {
      }
    }
  }
}

/// A feed of pieces that lie one after the other in memory that is used again for each.
ByteFeed feed_of(std::vector<std::string> pieces) {
  return [pieces = std::move(pieces), next = std::size_t{0}, piece = std::string()]() mutable {
    if (next == pieces.size()) return std::string_view();
    piece = pieces[next++];
    return std::string_view(piece);
  };
}

TEST(ByteStream, AFeedIsReadInsteadOfTheStandardInputAlone) {
  const TempDir dir;
  const std::string first = random_text(200000, 7), second = random_text(90000, 8);
  EXPECT_EQ(read_all(ByteStream("-", feed_of({first, "x", second}))), first + "x" + second);
  EXPECT_EQ(read_all(ByteStream("-", feed_of({}))), "");
  const std::string path = dir.write("file", "of its own");
  EXPECT_EQ(read_all(ByteStream(path, feed_of({"fed"}))), "of its own");
}

TEST(ByteStream, WhatAFeedThrowsLeavesIt) {
  struct Stopped {};
  EXPECT_THROW(ByteStream("-", []() -> std::string_view { throw Stopped(); }), Stopped);
  ByteStream stream("-", [left = 3]() mutable -> std::string_view {
    if (left-- == 0) throw Stopped();
    return "some bytes";
  });
  EXPECT_THROW(read_all(stream), Stopped);
}

TEST(ByteStream, AFileThatIsWrittenToWhileItIsReadIsRefused) {
  const TempDir dir;
  const std::string text = random_text(300000, 6);
  const std::string compressed = compress(text, "gzip");
  const auto refusal_of = [&](const std::string& content, const auto& change) -> std::string {
    const std::string path = dir.write("changing", content);
    ByteStream stream(path);
    stream.next();
    change(path);
    try {
      read_all(stream);
    } catch (const Error& error) {
      return error.what();
    }
    return "none";
  };
  const auto nothing = [](const std::string&) {};
  const auto shorten = [](const std::string& path) { std::filesystem::resize_file(path, 70000); };
  const auto append = [](const std::string& path) {
    std::ofstream(path, std::ios::app) << "one more line\n";
  };
  const auto remove = [](const std::string& path) { std::filesystem::remove(path); };
  EXPECT_EQ(refusal_of(text, nothing), "none");
  EXPECT_THAT(refusal_of(text, shorten), HasSubstr("changing: was changed while it was read"));
  EXPECT_THAT(refusal_of(text, append), HasSubstr("changing: was changed while it was read"));
  EXPECT_NE(refusal_of(compressed, shorten), "none");
  // Its content is still there for who has it open.
  EXPECT_EQ(refusal_of(text, remove), "none");
}

TEST(ByteStream, AMissingFileAndAFolderAreIoErrors) {
  const TempDir dir;
  EXPECT_THROW(ByteStream(dir / "missing"), IoError);
  EXPECT_THROW(ByteStream(dir.path()), IoError);
}

}  // namespace byte_stream_test
}  // namespace eigenlex::internal
