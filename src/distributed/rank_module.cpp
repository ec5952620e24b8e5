#include "eigenlex/distributed/rank_module.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <string>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <gnu/libc-version.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "core/build_fingerprint.hpp"
#include "core/module.hpp"

namespace eigenlex {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "an unknown host";
}

/// By which the C library chooses among its functions.
std::string instructions() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return fmt::format("fma {} avx2 {}", __builtin_cpu_supports("fma") ? "yes" : "no",
                     __builtin_cpu_supports("avx2") ? "yes" : "no");
#else
  return {};
#endif
}

struct Trait {
  const char* what;
  std::string mine;
};

}  // namespace

std::unique_ptr<Ranks> join_ranks(const std::filesystem::path& path) {
  const void* const module =
      internal::load_module(path, kRankModuleEntry, "what ranks talk to each other by");
  return static_cast<const RankModule*>(module)->join();
}

void check_alike(const Communicator& ranks, const std::string& work) {
  const std::array<Trait, 4> traits{
      {{"build of eigenlex", std::string(internal::build_fingerprint())},
       {"C library", ::gnu_get_libc_version()},
       {"set of instructions", instructions()},
       {"command line", work}}};
  const std::vector<std::string> hosts = ranks.all_gather(host_name());
  for (const Trait& trait : traits) {
    const std::vector<std::string> all = ranks.all_gather(trait.mine);
    for (std::size_t r = 1; r < all.size(); ++r) {
      if (all[r] == all[0]) continue;
      throw Error(
          fmt::format("rank {} on {} has another {} than rank 0 on {}: {}, not {}; their "
                      "results would differ",
                      r, hosts[r], trait.what, hosts[0], all[r], all[0]));
    }
  }
}

RankHosts hosts_of(const Communicator& ranks) {
  const std::vector<std::string> hosts = ranks.all_gather(host_name());
  const std::set<std::string> distinct(hosts.begin(), hosts.end());
  return {.hosts = static_cast<int>(distinct.size()),
          .here = static_cast<int>(std::ranges::count(hosts, hosts[as_size(ranks.rank())]))};
}

int share_of_threads(const RankHosts& hosts) {
  const auto processors = static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN));
  const bool is_told = std::getenv("OMP_NUM_THREADS") != nullptr || thread_count() < processors;
  return is_told ? thread_count() : std::max(1, processors / hosts.here);
}

int launched_processes() {
  // Open MPI, MPICH and its kin, and Slurm's steps.
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"}) {
    const char* const value = std::getenv(name);
    if (value != nullptr && std::atoi(value) > 0) return std::atoi(value);
  }
  return 1;
}

}  // namespace eigenlex
