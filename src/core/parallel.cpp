#include "eigenlex/core/parallel.hpp"

#include <omp.h>
#include <string>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

/// More than this no machine has; OpenMP crashes where it cannot start as many as it is told to.
constexpr int kMostThreads = 4096;

}  // namespace

int thread_count() { return omp_get_max_threads(); }

ThreadCount::ThreadCount(int threads) : previous_(omp_get_max_threads()) {
  if (threads < 1 || threads > kMostThreads) {
    throw OptionError("threads", std::to_string(threads),
                      "must be at least 1 and at most " + std::to_string(kMostThreads));
  }
  omp_set_num_threads(threads);
}

ThreadCount::~ThreadCount() { omp_set_num_threads(previous_); }

}  // namespace eigenlex
