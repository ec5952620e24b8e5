#include "learn/work_folder.hpp"

#include <atomic>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/file.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/corpora.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex::internal {
namespace work_folder_test {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::TempDir;

Counts some_counts() {
  const Corpus corpus = testing::make_corpus({"a b a c", "b c b a"});
  return {.vocabulary = corpus.vocabulary, .matrix = count_cooccurrences(corpus, {.window = 2})};
}

TEST(WorkFolder, IsRemovedWithWhatIsInIt) {
  const TempDir folder;
  {
    const WorkFolder work(folder / "w");
    EXPECT_TRUE(WorkFolder::exists(folder / "w"));
    std::ofstream(work.new_folder() / "file") << "x";
  }
  EXPECT_FALSE(fs::exists(folder / "w"));
}

TEST(WorkFolder, IsNotSharedByTwoRuns) {
  const TempDir folder;
  const WorkFolder work(folder / "w");
  EXPECT_THROW(WorkFolder(folder / "w"), IoError);
}

TEST(WorkFolder, NeverTakesAFolderOfOtherFiles) {
  const TempDir folder;
  fs::create_directory(folder / "w");
  std::ofstream(folder / "w/thesis.txt") << "mine";
  try {
    const WorkFolder work(folder / "w");
    ADD_FAILURE() << "took it";
  } catch (const IoError& error) {
    EXPECT_THAT(error.what(), HasSubstr("holds others"));
  }
  EXPECT_EQ(testing::read_bytes(folder / "w/thesis.txt"), "mine");
}

TEST(WorkFolder, GivesFoldersOfNewNames) {
  const TempDir folder;
  const WorkFolder work(folder / "w");
  const fs::path first = work.new_folder();
  fs::remove(first);
  EXPECT_NE(work.new_folder(), first);
}

TEST(WorkFolder, KeepsFinishedCountsForALaterRun) {
  const TempDir folder;
  const nlohmann::json origin{{"files", 1}};
  {
    WorkFolder work(folder / "w");
    work.save_counts(some_counts(), origin);
    std::ofstream(work.new_folder() / "file") << "x";
    work.keep_counts();
  }
  {
    WorkFolder work(folder / "w");
    EXPECT_FALSE(work.finished_counts({{"files", 2}}).counts);
    EXPECT_EQ(work.finished_counts({{"files", 2}}).reason, "\"files\" is not what it was");
    const auto finished = work.finished_counts(origin);
    ASSERT_TRUE(finished.counts) << finished.reason;
    EXPECT_EQ(finished.counts->vocabulary.words(), some_counts().vocabulary.words());
    EXPECT_EQ(std::distance(fs::directory_iterator(folder / "w"), {}), 3);
  }
  EXPECT_FALSE(fs::exists(folder / "w"));
}

TEST(WorkFolder, KeepsNothingWhereNoCountsWereFinished) {
  const TempDir folder;
  WorkFolder(folder / "w").keep_counts();
  EXPECT_FALSE(fs::exists(folder / "w"));
}

TEST(WorkFolder, TakesADamagedOriginForNoFinishedCounts) {
  const TempDir folder;
  WorkFolder work(folder / "w");
  work.save_counts(some_counts(), {{"files", 1}});
  for (const char* text : {"7", "[1]", "\"files\"", "{\"files\":", ""}) {
    std::ofstream(folder / "w/origin.json") << text;
    const auto finished = work.finished_counts({{"files", 1}});
    EXPECT_FALSE(finished.counts) << text;
    EXPECT_THAT(finished.reason, HasSubstr("origin.json")) << text;
  }
}

// A process that had opened the lock before the folder was removed gets it once the other lets go:
// the lock of a file that nobody else will find.
TEST(WorkFolder, IsMadeAnewWhereItWasRemovedWhileItsLockWasWaitedFor) {
  const TempDir folder;
  fs::create_directory(folder / "w");
  const fs::path lock = folder / "w/lock";
  const int holder = ::open(lock.c_str(), O_RDWR | O_CREAT, 0666);
  ASSERT_EQ(::flock(holder, LOCK_EX), 0);
  // The other run removes the folder and lets go again and again while this one comes by.
  std::atomic<bool> stop{false};
  std::thread other([&] {
    std::error_code ignored;
    fs::remove(lock, ignored);
    fs::remove(folder / "w", ignored);
    ::close(holder);
    stop = true;
  });
  other.join();
  const WorkFolder work(folder / "w");
  EXPECT_TRUE(fs::exists(lock));
  EXPECT_THROW(WorkFolder(folder / "w"), IoError);
}

TEST(WorkFolder, IsHeldByOneOfManyThatComeAndGo) {
  const TempDir folder;
  std::atomic<int> inside{0}, most{0}, entered{0};
  const auto come_and_go = [&] {
    for (int i = 0; i < 200; ++i) {
      try {
        const WorkFolder work(folder / "w");
        const int now = ++inside;
        int seen = most;
        while (now > seen && !most.compare_exchange_weak(seen, now)) {
        }
        ++entered;
        // Whoever is inside finds the folder and its lock in place.
        EXPECT_TRUE(WorkFolder::exists(folder / "w"));
        --inside;
      } catch (const IoError&) {  // in use
      }
    }
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) threads.emplace_back(come_and_go);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(most, 1);
  EXPECT_GT(entered, 0);
  EXPECT_FALSE(fs::exists(folder / "w"));
}

TEST(WorkFolder, EndsQuietlyWhereItIsGone) {
  const TempDir folder;
  {
    const WorkFolder work(folder / "w");
    fs::remove_all(folder / "w");
  }
  EXPECT_FALSE(fs::exists(folder / "w"));
}

TEST(DescribeFiles, ListsWhatTheReaderReads) {
  const TempDir folder;
  fs::create_directories(folder / "texts/.git");
  std::ofstream(folder / "texts/b.txt") << "b";
  std::ofstream(folder / "texts/a.txt") << "aa";
  std::ofstream(folder / "texts/.hidden") << "c";
  std::ofstream(folder / "texts/.git/config") << "d";
  const nlohmann::json files = describe_files({(folder / "texts").string()});
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].at("path"), (folder / "texts/a.txt").string());
  EXPECT_EQ(files[0].at("bytes"), 2);
  EXPECT_EQ(files[1].at("path"), (folder / "texts/b.txt").string());
}

}  // namespace work_folder_test
}  // namespace eigenlex::internal
