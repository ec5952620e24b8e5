#include "eigenlex/core/file.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace file_test {

namespace fs = std::filesystem;
using Kind = PendingPath::Kind;
using ::testing::HasSubstr;
using testing::read_bytes;
using testing::TempDir;

/// The message of the IoError that `action` throws.
template <class Action>
std::string io_error(Action&& action) {
  try {
    action();
  } catch (const IoError& error) {
    return error.what();
  }
  return "no IoError";
}

std::vector<std::string> names_in(const TempDir& dir) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(dir.path())) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(FileBytes, AreThoseOfAFileAndNoneOfAnEmptyOne) {
  const TempDir dir;
  const std::string bytes("a\0b\n", 4);
  EXPECT_EQ(FileBytes(dir.write("f", bytes)).bytes(), bytes);
  EXPECT_EQ(FileBytes(dir.write("e", "")).bytes(), "");
}

TEST(FileBytes, MoveWithTheirMemory) {
  const TempDir dir;
  FileBytes a(dir.write("a", "first")), b(dir.write("b", "second"));
  FileBytes moved(std::move(a));
  EXPECT_EQ(moved.bytes(), "first");
  b = std::move(moved);
  EXPECT_EQ(b.bytes(), "first");
}

TEST(FileBytes, WhatIsNotAReadableFileIsAnIoErrorThatSaysWhy) {
  const TempDir dir;
  EXPECT_THAT(io_error([&] { FileBytes(dir / "none"); }), HasSubstr("No such file"));
  EXPECT_THAT(io_error([&] { FileBytes(dir.path()); }), HasSubstr("is a folder"));
  ASSERT_EQ(::mkfifo((dir / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(io_error([&] { FileBytes(dir / "pipe"); }), HasSubstr("not a regular file"));
}

TEST(OutputFile, ClosedUnsyncedHoldsWhatWasWrittenAndCanBeSyncedLater) {
  const TempDir dir;
  OutputFile file(dir / "f");
  file.write("some bytes");
  file.close(Durability::kUnsynced);
  EXPECT_EQ(read_bytes(dir / "f"), "some bytes");
  sync_file(dir / "f");
  EXPECT_EQ(read_bytes(dir / "f"), "some bytes");
  EXPECT_THAT(io_error([&] { sync_file(dir / "none"); }), HasSubstr("No such file"));
}

TEST(OutputFile, HoldsEveryWriteInOrderWhateverTheSizes) {
  const TempDir dir;
  std::string expected;
  OutputFile file(dir / "f");
  for (const std::size_t size : {1u, 70000u, 1048575u, 1u, 1048576u, 3000000u, 0u, 5u}) {
    const std::string piece(size, static_cast<char>('a' + size % 26));
    file.write(piece);
    expected += piece;
  }
  const std::vector<int> numbers = {1, -2};
  file.write_array(std::span<const int>(numbers));
  expected.append(reinterpret_cast<const char*>(numbers.data()), 2 * sizeof(int));
  file.close();
  file.close();
  EXPECT_TRUE(read_bytes(dir / "f") == expected);
}

TEST(OutputFile, LargeWritesObeyACancellationAndSmallOnesAreMade) {
  const TempDir dir;
  Cancellation cancellation;
  const CancellationScope scope(cancellation);
  cancellation.request();
  OutputFile file(dir / "f");
  file.write("what was done");
  file.close();
  EXPECT_EQ(read_bytes(dir / "f"), "what was done");
  OutputFile large(dir / "large");
  EXPECT_THROW(large.write(std::string(1 << 23, 'x')), Interrupted);
}

TEST(OutputFile, AFullDeviceIsReported) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  OutputFile file("/dev/full");
  file.write("some bytes");
  EXPECT_THAT(io_error([&] { file.close(); }), HasSubstr("No space left"));
  EXPECT_THAT(io_error([&] { OutputFile("/dev/full").overwrite(0, "x"); }),
              HasSubstr("No space left"));
}

TEST(OutputFile, AMissingFolderIsReported) {
  const TempDir dir;
  EXPECT_THAT(io_error([&] { OutputFile(dir / "none/f"); }), HasSubstr("cannot create"));
}

TEST(PendingPath, AFileAppearsAtCommitAndReplacesTheOldOne) {
  const TempDir dir;
  dir.write("f", "old");
  PendingPath pending(dir / "f", Kind::kFile);
  EXPECT_EQ(pending.path().parent_path(), dir.path());
  OutputFile file(pending.path());
  file.write("new");
  file.close();
  EXPECT_EQ(read_bytes(dir / "f"), "old");
  pending.commit();
  EXPECT_EQ(read_bytes(dir / "f"), "new");
  EXPECT_EQ(names_in(dir), std::vector<std::string>{"f"});
}

TEST(PendingPath, WithoutCommitNothingStays) {
  const TempDir dir;
  {
    const PendingPath folder(dir / "folder", Kind::kFolder);
    const PendingPath file(dir / "file", Kind::kFile);
    OutputFile(folder.path() / "part").write("x");
    OutputFile(file.path()).write("x");
    EXPECT_EQ(names_in(dir).size(), 2u);
  }
  EXPECT_TRUE(names_in(dir).empty());
}

TEST(PendingPath, AFolderAppearsAtCommitWithOrWithoutASlash) {
  const TempDir dir;
  for (const std::string name : {"a", "b/", "c//"}) {
    PendingPath pending(dir / name, Kind::kFolder);
    OutputFile(pending.path() / "part").close();
    pending.commit();
  }
  EXPECT_EQ(names_in(dir), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(fs::exists(dir / "c/part"));
}

TEST(PendingPath, AFolderWithItsMarkerIsReplacedAsAWhole) {
  const TempDir dir;
  for (const char* part : {"old", "new"}) {
    PendingPath pending(dir / "m", Kind::kFolder, "mark");
    OutputFile(pending.path() / "mark").close();
    OutputFile(pending.path() / part).close();
    pending.commit();
    EXPECT_TRUE(fs::exists(dir / "m" / part));
  }
  EXPECT_FALSE(fs::exists(dir / "m/old"));
  EXPECT_EQ(names_in(dir), std::vector<std::string>{"m"});
}

TEST(PendingPath, AnEmptyFolderIsReplaced) {
  const TempDir dir;
  fs::create_directory(dir / "m");
  PendingPath pending(dir / "m", Kind::kFolder);
  OutputFile(pending.path() / "part").close();
  pending.commit();
  EXPECT_TRUE(fs::exists(dir / "m/part"));
}

TEST(PendingPath, AFolderOfOtherFilesIsNeverReplaced) {
  const TempDir dir;
  fs::create_directory(dir / "thesis");
  dir.write("thesis/chapter", "words");
  EXPECT_THAT(io_error([&] { PendingPath(dir / "thesis", Kind::kFolder, "model.json"); }),
              HasSubstr("holds other files and no model.json"));
  // The same where the files arrive while the folder is being made.
  PendingPath pending(dir / "m", Kind::kFolder);
  fs::create_directory(dir / "m");
  dir.write("m/other", "");
  EXPECT_THAT(io_error([&] { pending.commit(); }), HasSubstr("holds other files"));
  EXPECT_EQ(read_bytes(dir / "thesis/chapter"), "words");
}

TEST(PendingPath, ATargetThatCannotBeIsRefusedBeforeAnyWork) {
  const TempDir dir;
  dir.write("file", "");
  fs::create_directory(dir / "folder");
  const auto refused = [&](const fs::path& target, Kind kind) {
    return io_error([&] { PendingPath(target, kind); });
  };
  EXPECT_THAT(refused(dir / "none/x", Kind::kFile), HasSubstr("make it first"));
  EXPECT_THAT(refused(dir / "file/x", Kind::kFolder), HasSubstr("not a folder"));
  EXPECT_THAT(refused(dir / "folder", Kind::kFile), HasSubstr("is a folder"));
  EXPECT_THAT(refused(dir / "file", Kind::kFolder), HasSubstr("is a file"));
  for (const fs::path& target : {fs::path(""), fs::path("."), fs::path("/"), dir / ".."}) {
    EXPECT_THAT(refused(target, Kind::kFolder), HasSubstr("give the name of the folder"));
    EXPECT_THAT(refused(target, Kind::kFile), HasSubstr("give the name of the file"));
  }
  EXPECT_EQ(names_in(dir), (std::vector<std::string>{"file", "folder"}));
}

TEST(PendingPath, ASymbolicLinkIsFollowed) {
  const TempDir dir;
  dir.write("real", "old");
  fs::create_symlink("real", dir / "link");
  PendingPath pending(dir / "link", Kind::kFile);
  OutputFile file(pending.path());
  file.write("new");
  file.close();
  pending.commit();
  EXPECT_TRUE(fs::is_symlink(dir / "link"));
  EXPECT_EQ(read_bytes(dir / "real"), "new");
}

TEST(PendingPath, ADeviceIsWrittenToAndStaysADevice) {
  PendingPath pending("/dev/null", Kind::kFile);
  OutputFile file(pending.path());
  file.write("gone");
  file.close();
  pending.commit();
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

}  // namespace file_test
}  // namespace eigenlex
