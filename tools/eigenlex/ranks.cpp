#include "ranks.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/distributed/rank_module.hpp"

#include "fields.hpp"
#include "modules.hpp"
#include "stop_signals.hpp"

namespace eigenlex::tool {
namespace {

/// The ranks that this process has joined, if it has.
std::unique_ptr<Ranks>& joined() {
  static std::unique_ptr<Ranks> ranks;
  return ranks;
}

/// The arguments of this program, which all ranks have to share.
std::string command_line() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  text.erase(0, std::min(text.find('\0'), text.size() - 1) + 1);
  if (!text.empty()) text.pop_back();
  std::ranges::replace(text, '\0', ' ');
  return text;
}

void tell(const Settings& settings, const std::string& text) {
  Console(settings.quiet).line("ranks", text);
}

#ifdef EIGENLEX_HAS_MPI
std::unique_ptr<Ranks> join() {
  return eigenlex::join_ranks(
      find_module("eigenlex_mpi.so", "by which ranks talk to each other", "run it in one process"));
}
#else
std::unique_ptr<Ranks> join() {
  throw Error(
      "--distributed needs MPI, which this program was built without: install the package "
      "libopenmpi-dev and build again with -DEIGENLEX_MPI=ON");
}
#endif

}  // namespace

void add_distributed_option(CLI::App& command, Settings& settings) {
  name_field("Resources.ranks", "--distributed");
  CLI::Option* together = command.add_flag("--distributed", settings.distributed,
                                           "Share the work with the processes that mpirun or srun "
                                           "started with this one; the same bytes");
  command
      .add_flag("--no-distributed", settings.alone,
                "Work alone, although other processes were started with this one")
      ->excludes(together);
}

void join_ranks(Settings& settings) {
  if (!settings.distributed) {
    const int others = launched_processes();
    if (others == 1 || settings.alone) return;
    throw Error(
        fmt::format("this is one of {} processes that were started together, each of which "
                    "would write {}: give --distributed to share the work, or "
                    "--no-distributed if each has work of its own",
                    others, settings.output));
  }
  joined() = join();
  settings.ranks = joined().get();
  if (!settings.ranks->is_alone()) end_together(settings.ranks->is_first());
  check_alike(*settings.ranks, command_line());
  const RankHosts hosts = hosts_of(*settings.ranks);
  if (settings.threads == 0) settings.threads = share_of_threads(hosts);
  if (settings.ranks->is_alone()) return;
  if (settings.ranks->is_first()) {
    tell(settings, fmt::format("{} on {} host{}, with {} thread{} here", settings.ranks->size(),
                               hosts.hosts, hosts.hosts == 1 ? "" : "s", settings.threads,
                               settings.threads == 1 ? "" : "s"));
    return;
  }
  settings.quiet = true;
  settings.json = false;
}

void leave_ranks() { joined().reset(); }

void end_ranks_for(const char* message, int status) {
  if (joined() == nullptr || joined()->is_alone()) return;
  constexpr std::chrono::milliseconds kPrecedence{500};
  const int rank = joined()->rank();
  if (rank > 0) std::this_thread::sleep_for(kPrecedence);
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  fmt::print(stderr, "eigenlex: rank {} on {}: {}\n", rank, host.data(), message);
  joined()->abort(status);
}

}  // namespace eigenlex::tool
