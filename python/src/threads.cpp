#include "threads.hpp"

#include <atomic>
#include <omp.h>

#include <pthread.h>

#include "bindings.hpp"

namespace eigenlex::python {
namespace py = pybind11;
namespace {

std::atomic<int> wanted{0};  // 0 for as many as OpenMP gives

void set_num_threads(int threads) {
  if (threads != 0) const ThreadCount valid(threads);
  wanted = threads;
}

int get_num_threads() { return wanted != 0 ? wanted.load() : thread_count(); }

/// Ends the threads that OpenMP keeps for the calling thread. A process that is forked has none of
/// them, but OpenMP would wait for them there for ever.
void release_threads() { omp_pause_resource_all(omp_pause_soft); }

}  // namespace

WantedThreads::WantedThreads() {
  if (const int threads = wanted; threads != 0) count_.emplace(threads);
}

BlockedSignals::BlockedSignals() {
  sigset_t signals;
  sigfillset(&signals);
  // What an instruction causes goes to its thread and cannot wait.
  for (const int own : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) {
    sigdelset(&signals, own);
  }
  pthread_sigmask(SIG_BLOCK, &signals, &previous_);
}

BlockedSignals::~BlockedSignals() { pthread_sigmask(SIG_SETMASK, &previous_, nullptr); }

void bind_threads(py::module_& module) {
  module.def("set_num_threads", &set_num_threads, py::arg("threads"));
  module.def("get_num_threads", &get_num_threads);
  module.def("release_threads", &release_threads);
}

}  // namespace eigenlex::python
