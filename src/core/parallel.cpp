#include "eigenlex/core/parallel.hpp"

#include <omp.h>
#include <string>

#include "eigenlex/core/error.hpp"

namespace eigenlex {

int thread_count() { return omp_get_max_threads(); }

ThreadCount::ThreadCount(int threads) : previous_(omp_get_max_threads()) {
  if (threads < 1) throw OptionError("threads", std::to_string(threads), "must be at least 1");
  omp_set_num_threads(threads);
}

ThreadCount::~ThreadCount() { omp_set_num_threads(previous_); }

}  // namespace eigenlex
