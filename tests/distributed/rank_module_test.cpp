#include "eigenlex/distributed/rank_module.hpp"

#include <cstdlib>
#include <string>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/temp_dir.hpp"
#include "support/thread_ranks.hpp"

namespace eigenlex {
namespace rank_module_test {

using ::testing::HasSubstr;
using testing::TempDir;
using testing::ThreadRanks;

TEST(CheckAlike, TellsWhichRankDoesOtherWork) {
  ThreadRanks(3).run([](const Communicator& ranks) {
    EXPECT_NO_THROW(check_alike(ranks, "train a.txt"));
    try {
      check_alike(ranks, ranks.rank() == 2 ? "train b.txt" : "train a.txt");
      ADD_FAILURE() << "rank " << ranks.rank() << " was told nothing";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("rank 2 on "));
      EXPECT_THAT(error.what(), HasSubstr("another command line than rank 0"));
      EXPECT_THAT(error.what(), HasSubstr("train b.txt, not train a.txt"));
    }
    return 0;
  });
}

TEST(JoinRanks, RefusesWhatIsNoModule) {
  const TempDir folder;
  EXPECT_THROW(join_ranks(folder / "missing.so"), Error);
  EXPECT_THROW(join_ranks(folder.write("text.so", "no module")), Error);
}

TEST(HostsOf, CountsRanksOfThisHost) {
  ThreadRanks(3).run([](const Communicator& ranks) {
    const RankHosts hosts = hosts_of(ranks);
    EXPECT_EQ(hosts.hosts, 1);
    EXPECT_EQ(hosts.here, 3);
    return 0;
  });
}

TEST(ShareOfThreads, IsThatOfTheHostUnlessItIsTold) {
  const auto processors = static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN));
  ::unsetenv("OMP_NUM_THREADS");
  const ThreadCount all(processors);
  EXPECT_EQ(share_of_threads({.hosts = 1, .here = 1}), processors);
  EXPECT_EQ(share_of_threads({.hosts = 1, .here = 2 * processors}), 1);
  ::setenv("OMP_NUM_THREADS", "3", 1);
  EXPECT_EQ(share_of_threads({.hosts = 1, .here = 2 * processors}), processors);
  ::unsetenv("OMP_NUM_THREADS");
}

TEST(LaunchedProcesses, AreWhatTheLauncherSays) {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"}) {
    ::unsetenv(name);
  }
  EXPECT_EQ(launched_processes(), 1);
  ::setenv("SLURM_STEP_NUM_TASKS", "5", 1);
  EXPECT_EQ(launched_processes(), 5);
  ::setenv("OMPI_COMM_WORLD_SIZE", "4", 1);
  EXPECT_EQ(launched_processes(), 4);
  ::setenv("OMPI_COMM_WORLD_SIZE", "", 1);
  EXPECT_EQ(launched_processes(), 5);
  ::unsetenv("OMPI_COMM_WORLD_SIZE");
  ::unsetenv("SLURM_STEP_NUM_TASKS");
}

}  // namespace rank_module_test
}  // namespace eigenlex
