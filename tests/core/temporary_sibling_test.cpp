#include "core/temporary_sibling.hpp"

#include <atomic>
#include <fstream>
#include <optional>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex::internal {
namespace temporary_sibling_test {

namespace fs = std::filesystem;
using Kind = PendingPath::Kind;
using testing::TempDir;

TEST(TemporarySibling, IsNewAndBesideTheTarget) {
  const TempDir dir;
  const TemporarySibling file(dir / "t", Kind::kFile);
  const TemporarySibling folder(dir / "t", Kind::kFolder);
  EXPECT_TRUE(fs::is_regular_file(file.path()));
  EXPECT_TRUE(fs::is_directory(folder.path()));
  EXPECT_EQ(folder.path().parent_path(), dir.path());
  EXPECT_THROW(TemporarySibling(dir / "none/t", Kind::kFolder), IoError);
}

TEST(TemporarySibling, TakesANameThatIsFree) {
  const TempDir dir;
  const fs::path next = unused_sibling(dir / "t");
  // Its number is one more than that of the name before.
  const std::string name = next.filename().string();
  const std::size_t number = name.rfind('-') + 1;
  const std::string taken =
      name.substr(0, number) + std::to_string(std::stoi(name.substr(number)) + 1);
  dir.write(taken, "precious");
  const TemporarySibling sibling(dir / "t", Kind::kFile);
  EXPECT_NE(sibling.path().filename(), taken);
  EXPECT_EQ(testing::read_bytes(dir / taken), "precious");
}

TEST(TemporarySibling, IsRemovedFromUnderThreadsThatMakeFilesThere) {
  const TempDir dir;
  const TemporarySibling folder(dir / "t", Kind::kFolder);
  std::atomic<bool> gone = false;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; !gone; ++i) {
        std::ofstream(folder.path() / (std::to_string(writer) + "-" + std::to_string(i)));
      }
    });
  }
  while (fs::is_empty(folder.path())) std::this_thread::yield();
  remove_for_good(folder.path());
  gone = true;
  for (std::thread& writer : writers) writer.join();
  EXPECT_TRUE(fs::is_empty(dir.path()));
}

TEST(TemporarySibling, OnlyAbandonedOnesOfTheTargetAreRemoved) {
  const TempDir dir;
  std::optional<TemporarySibling> living(std::in_place, dir / "t", Kind::kFolder);
  const fs::path abandoned = TemporarySibling(dir / "t", Kind::kFolder).path();
  OutputFile(abandoned / "part").close();
  dir.write("t.tmp-12345-0", "left by a killed run");
  for (const char* name :
       {"t", "t.tmp-mine", "t.tmp-1-", "t.tmp-1-2.txt", "t.tmp-12", "other.tmp-1-2"}) {
    dir.write(name, "precious");
  }
  fs::create_symlink(dir / "t", dir / "t.tmp-1-3");  // no run makes links
  remove_abandoned_siblings(dir / "t");
  EXPECT_TRUE(fs::is_symlink(dir / "t.tmp-1-3"));
  EXPECT_FALSE(fs::exists(abandoned));
  EXPECT_FALSE(fs::exists(dir / "t.tmp-12345-0"));
  EXPECT_TRUE(fs::exists(living->path()));
  for (const char* name :
       {"t", "t.tmp-mine", "t.tmp-1-", "t.tmp-1-2.txt", "t.tmp-12", "other.tmp-1-2"}) {
    EXPECT_TRUE(fs::exists(dir / name)) << name;
  }
  const fs::path path = living->path();
  living.reset();
  remove_abandoned_siblings(dir / "t");
  EXPECT_FALSE(fs::exists(path));
}

TEST(TemporarySibling, OfAnotherProcessIsKeptWhileThatLives) {
  const TempDir dir;
  int ready[2], done[2];
  ASSERT_EQ(::pipe(ready), 0);
  ASSERT_EQ(::pipe(done), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const TemporarySibling sibling(dir / "t", Kind::kFolder);
    char byte = 0;
    if (::write(ready[1], &byte, 1) != 1 || ::read(done[0], &byte, 1) != 1) ::_exit(1);
    ::_exit(0);  // without its destructor, as when it is killed
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  const auto siblings = [&] {
    return std::distance(fs::directory_iterator(dir.path()), fs::directory_iterator());
  };
  remove_abandoned_siblings(dir / "t");
  EXPECT_EQ(siblings(), 1);
  ASSERT_EQ(::write(done[1], &byte, 1), 1);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  remove_abandoned_siblings(dir / "t");
  EXPECT_EQ(siblings(), 0);
  for (const int end : {ready[0], ready[1], done[0], done[1]}) ::close(end);
}

}  // namespace temporary_sibling_test
}  // namespace eigenlex::internal
