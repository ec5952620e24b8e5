#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "eigenlex/core/communicator.hpp"

namespace eigenlex {

// A library of message passing is where there is a cluster, and nobody else needs one. So what uses
// it is in a module, which a program loads when ranks are asked for.

/// The processes that were started together with this one, by a launcher such as mpirun.
class Ranks : public Communicator {
 public:
  /// Ends the processes, the other ones too, with this exit status: what a rank does that cannot go
  /// on, so that the others do not wait for it. It does not return.
  [[noreturn]] virtual void abort(int status) const noexcept = 0;
};

/// What the entry of a module gives.
struct RankModule {
  const char* build;  ///< `build_fingerprint` of the library that it belongs to
  /// Joins the others; once a process, which leaves them when it destroys this, after all are done.
  std::unique_ptr<Ranks> (*join)();
};

/// The function of a module, without arguments and of C linkage, that returns its RankModule.
inline constexpr char kRankModuleEntry[] = "eigenlex_ranks";

/// Loads the module `path` into the process, where it stays, and joins the other ranks. Throws
/// Error where it cannot be loaded or belongs to another build.
std::unique_ptr<Ranks> join_ranks(const std::filesystem::path& path);

/// Compares what decides on the result in all ranks: the build of the library, the C library, whose
/// mathematical functions may round otherwise, the instructions of the processor that those are
/// chosen by, and `work`, a text for what is to be done. Throws Error, in all of them, which names
/// the first rank that differs from rank 0 and its host.
void check_alike(const Communicator& ranks, const std::string& work);

/// Where the ranks are.
struct RankHosts {
  int hosts = 1;
  int here = 1;  ///< ranks on the host of this one, which is one of them
};
RankHosts hosts_of(const Communicator& ranks);

/// Threads of a rank where nobody says how many: its share of the host's processors, unless the
/// launcher has bound it to some of them, or OMP_NUM_THREADS is set.
int share_of_threads(const RankHosts& hosts);

/// How many processes a launcher says that it has started together, by the environment: 1 where
/// there is none.
int launched_processes();

}  // namespace eigenlex
