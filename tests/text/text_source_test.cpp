#include "eigenlex/text/text_source.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/compress.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace text_source_test {

namespace fs = std::filesystem;
using testing::compress;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kFilters;
using testing::TempDir;

constexpr std::size_t kMebibyte = std::size_t{1} << 20;

std::vector<std::string> blocks_of(const std::vector<std::string>& paths) {
  TextSource source(paths);
  std::vector<std::string> blocks;
  while (const std::optional<TextBlock> block = source.next()) blocks.emplace_back(block->text);
  return blocks;
}

/// Lines of 0 to 999 letters, about `size` bytes in all.
std::string many_lines(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; text.size() < size; ++i) {
    text.append(i * 7919 % 1000, static_cast<char>('a' + i % 26)) += '\n';
  }
  return text;
}

std::string joined(const std::vector<std::string>& blocks) {
  std::string text;
  for (const std::string& block : blocks) text += block;
  return text;
}

TEST(TextSource, BlocksAreWholeLinesOfAboutAMebibyte) {
  const TempDir dir;
  const std::string text = many_lines(5 * kMebibyte) + "the end";
  const std::vector<std::string> blocks = blocks_of({dir.write("text", text)});
  EXPECT_EQ(joined(blocks), text);
  ASSERT_EQ(blocks.size(), 5u);
  for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
    EXPECT_EQ(blocks[i].back(), '\n');
    EXPECT_GE(blocks[i].size(), kMebibyte);
    EXPECT_LE(blocks[i].size(), kMebibyte + 1000);
  }
}

TEST(TextSource, CompressedFilesHaveTheBlocksOfThePlainOne) {
  const TempDir dir;
  const std::string text = many_lines(3 * kMebibyte) + "the end";
  const std::vector<std::string> blocks = blocks_of({dir.write("text", text)});
  for (const char* filter : kFilters) {
    EXPECT_EQ(blocks_of({dir.write("packed", compress(text, filter))}), blocks) << filter;
  }
}

TEST(TextSource, ALineOfAnyLengthIsInOneBlock) {
  const TempDir dir;
  const std::string longest(3 * kMebibyte, 'x');
  const std::string text = longest + "\nnext\n";
  EXPECT_THAT(blocks_of({dir.write("text", text)}), ElementsAre(longest + "\n", "next\n"));
  EXPECT_THAT(blocks_of({dir.write("text.gz", compress(text, "gzip"))}),
              ElementsAre(longest + "\n", "next\n"));
}

TEST(TextSource, EveryFileHasBlocksOfItsOwnInTheOrderGiven) {
  const TempDir dir;
  const std::string a = dir.write("a", "no newline at the end");
  const std::string b = dir.write("b", "b\n");
  const std::string empty = dir.write("empty", "");
  EXPECT_THAT(blocks_of({b, a, empty, b}), ElementsAre("b\n", "no newline at the end", "b\n"));
}

TEST(TextSource, AFolderIsReadInByteOrderOfThePathsWithoutHiddenFiles) {
  const TempDir dir;
  fs::create_directories(dir / "sub");
  fs::create_directories(dir / ".hidden");
  dir.write("b", "b");
  dir.write("B", "B");
  dir.write("sub/a", "sub/a");
  dir.write("tail", "tail");
  dir.write(".hidden/c", "hidden");
  dir.write(".d", "hidden");
  dir.write("sub/.e", "hidden");
  EXPECT_THAT(blocks_of({dir.path()}), ElementsAre("B", "b", "sub/a", "tail"));
  EXPECT_THAT(blocks_of({dir / ".d"}), ElementsAre("hidden"));
}

TEST(TextSource, ALinkBackToTheFolderDoesNotMakeItEndless) {
  const TempDir dir;
  dir.write("a", "a");
  fs::create_directory_symlink(dir.path(), dir / "loop");
  EXPECT_THAT(blocks_of({dir.path()}), ElementsAre("a"));
}

TEST(TextSource, AByteOrderMarkAtTheStartOfAFileIsSkipped) {
  const TempDir dir;
  const std::string text = "\xef\xbb\xbfword\n\xef\xbb\xbfword\n";
  EXPECT_THAT(blocks_of({dir.write("a", text)}), ElementsAre("word\n\xef\xbb\xbfword\n"));
  EXPECT_THAT(blocks_of({dir.write("a.xz", compress(text, "xz"))}),
              ElementsAre("word\n\xef\xbb\xbfword\n"));
}

TEST(TextSource, ANamedPipeIsReadToItsEnd) {
  const TempDir dir;
  const std::string pipe = dir / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(pipe) << "from a pipe\n"; });
  EXPECT_EQ(TextSource({pipe}).bytes_total(), 0);
  EXPECT_THAT(blocks_of({pipe}), ElementsAre("from a pipe\n"));
  writer.join();
}

TEST(TextSource, ADashIsStandardInputCompressedOrNot) {
  const TempDir dir;
  const int saved = ::dup(STDIN_FILENO);
  for (const std::string& bytes : {std::string("plain\n"), compress("plain\n", "zstd")}) {
    ASSERT_NE(std::freopen(dir.write("input", bytes).c_str(), "rb", stdin), nullptr);
    TextSource source({"-"});
    EXPECT_EQ(source.bytes_total(), 0);
    EXPECT_EQ(source.next().value().text, "plain\n");
    EXPECT_FALSE(source.next());
    EXPECT_EQ(source.bytes_done(), static_cast<std::int64_t>(bytes.size()));
  }
  ::dup2(saved, STDIN_FILENO);
  ::close(saved);
}

TEST(TextSource, BlocksOutliveTheSource) {
  const TempDir dir;
  std::vector<TextBlock> blocks;
  {
    TextSource source({dir.write("a", "plain"), dir.write("b", compress("packed", "gzip"))});
    while (std::optional<TextBlock> block = source.next()) blocks.push_back(std::move(*block));
  }
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_EQ(blocks[0].text, "plain");
  EXPECT_EQ(blocks[1].text, "packed");
}

TEST(TextSource, ProgressRisesToTheSizeOfTheFilesAsStored) {
  const TempDir dir;
  const std::string packed = compress(many_lines(3 * kMebibyte), "gzip");
  TextSource source({dir.write("a", "plain\n"), dir.write("b", packed)});
  EXPECT_EQ(source.bytes_total(), static_cast<std::int64_t>(6 + packed.size()));
  std::int64_t before = 0;
  while (source.next()) {
    EXPECT_GE(source.bytes_done(), before);
    before = source.bytes_done();
  }
  EXPECT_EQ(source.bytes_done(), source.bytes_total());
}

TEST(TextSource, WhatCannotBeReadIsAnErrorBeforeAnythingIsRead) {
  const TempDir dir;
  fs::create_directories(dir / "empty/.hidden");
  dir.write("empty/.hidden/a", "a");
  const std::string good = dir.write("good", "good");
  const auto message = [](const std::vector<std::string>& paths) -> std::string {
    try {
      TextSource source(paths);
    } catch (const IoError& error) {
      return error.what();
    }
    return "no IoError";
  };
  const std::string missing = dir / "missing";
  EXPECT_EQ(message({good, missing}), missing + ": cannot read: No such file or directory");
  EXPECT_THAT(message({good, dir / "empty"}), HasSubstr("holds no files"));
  EXPECT_THROW(TextSource({}), OptionError);
  if (::geteuid() != 0) {  // to root every file is readable
    fs::permissions(good, fs::perms::none);
    EXPECT_THAT(message({good}), HasSubstr("Permission denied"));
  }
}

TEST(TextSource, ACompressedFileCutShortIsAFormatErrorNamingIt) {
  const TempDir dir;
  for (const char* filter : kFilters) {
    const std::string packed = compress(many_lines(2 * kMebibyte), filter);
    const std::string path = dir.write("cut", packed.substr(0, packed.size() / 2));
    try {
      blocks_of({path});
      ADD_FAILURE() << filter;
    } catch (const FormatError& error) {
      EXPECT_THAT(error.what(), HasSubstr(path));
    }
  }
}

}  // namespace text_source_test
}  // namespace eigenlex
