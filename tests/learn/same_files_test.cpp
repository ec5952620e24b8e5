#include "learn/same_files.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/thread_ranks.hpp"

namespace eigenlex {
namespace same_files_test {

using internal::check_same_files;
using internal::FoundFile;
using testing::ThreadRanks;

/// What each rank says; the second of three has other files than the others.
std::vector<std::string> messages(const std::vector<FoundFile>& files,
                                  const std::vector<FoundFile>& of_second) {
  return ThreadRanks(3).run([&](const Communicator& ranks) -> std::string {
    try {
      check_same_files(ranks.rank() == 1 ? of_second : files, ranks);
      return "";
    } catch (const IoError& error) {
      return error.what();
    }
  });
}

void expect_refused(const std::vector<FoundFile>& files, const std::vector<FoundFile>& of_second,
                    const std::string& says) {
  for (const std::string& message : messages(files, of_second)) {
    EXPECT_EQ(message, says + "; all ranks have to see the same files with the same content");
  }
}

const std::vector<FoundFile>& three() {
  static const std::vector<FoundFile> files{{"a", "1 bytes"}, {"c", "2 bytes"}, {"d", "0 bytes"}};
  return files;
}

TEST(SameFiles, AreNoError) {
  EXPECT_EQ(messages(three(), three()), std::vector<std::string>(3));
  EXPECT_EQ(messages({}, {}), std::vector<std::string>(3));
}

TEST(SameFiles, OfAnotherContent) {
  expect_refused(three(), {three()[0], {"c", "3 bytes"}, three()[2]},
                 "c: rank 1 finds another one than rank 0: 3 bytes, not 2 bytes");
}

TEST(SameFiles, ThatOneRankLacks) {
  expect_refused(three(), {three()[0], three()[2]}, "c: rank 1 does not find it");
  expect_refused(three(), {three()[0], three()[1]}, "d: rank 1 does not find it");
  expect_refused(three(), {}, "a: rank 1 does not find it");
  // Files are listed in the order in which folders were given.
  expect_refused({three()[1], three()[2], three()[0]}, {three()[1], three()[0]},
                 "d: rank 1 does not find it");
}

TEST(SameFiles, ThatOneRankHasAlone) {
  expect_refused({three()[0], three()[2]}, three(), "c: rank 1 finds it, and rank 0 does not");
  expect_refused({three()[0], three()[1]}, three(), "d: rank 1 finds it, and rank 0 does not");
}

}  // namespace same_files_test
}  // namespace eigenlex
