#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <limits>
#include <mutex>

#include "eigenlex/core/cancellation.hpp"

namespace eigenlex {

/// Number of threads that parallel loops use: OpenMP's setting (OMP_NUM_THREADS or
/// `ThreadCount`). It decides how soon a result is there, never what the result is.
int thread_count();

/// Sets the number of OpenMP threads of the calling thread for its own lifetime.
class ThreadCount {
 public:
  /// `threads` in 1 .. 4096; throws OptionError otherwise.
  explicit ThreadCount(int threads);
  ~ThreadCount();
  ThreadCount(const ThreadCount&) = delete;
  ThreadCount& operator=(const ThreadCount&) = delete;

 private:
  int previous_;
};

/// Number of blocks in the fixed partition of `n` items into blocks of `block_size`.
constexpr std::int64_t block_count(std::int64_t n, std::int64_t block_size) {
  return (n + block_size - 1) / block_size;
}

/// Calls `body(block, begin, end)` for each block of the fixed partition of [0, n), in parallel.
///
/// The partition depends on `n` and `block_size` alone, so a body that writes only what belongs to
/// its block gives the same bytes for any number of threads. Blocks are handed out in increasing
/// order to whichever thread is free. The first exception caught (of the lowest block among those
/// that ran) is thrown again after the loop; the blocks not yet started are then skipped. So they
/// are where the calling thread obeys a cancellation that is requested: Interrupted is thrown.
template <class Body>
void parallel_blocks(std::int64_t n, std::int64_t block_size, Body&& body) {
  const std::int64_t blocks = block_count(n, block_size);
  std::exception_ptr error;
  std::int64_t error_block = std::numeric_limits<std::int64_t>::max();
  std::mutex error_mutex;
  std::atomic<bool> failed{false};
  const CurrentCancellations cancellations;
#pragma omp parallel if (blocks > 1)
  {
    const CurrentCancellations::Lent lent(cancellations);
#pragma omp for schedule(dynamic, 1)
    for (std::int64_t block = 0; block < blocks; ++block) {
      if (failed.load(std::memory_order_relaxed)) continue;
      try {
        cancellations.check();
        const std::int64_t begin = block * block_size;
        body(block, begin, std::min(n, begin + block_size));
      } catch (...) {
        failed.store(true, std::memory_order_relaxed);
        const std::lock_guard lock(error_mutex);
        if (block < error_block) {
          error = std::current_exception();
          error_block = block;
        }
      }
    }
  }
  if (error) std::rethrow_exception(error);
}

}  // namespace eigenlex
