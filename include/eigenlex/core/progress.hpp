#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

namespace eigenlex {

/// Called by long work with the units done and the units in all (0 where the total is unknown).
///
/// Calls come from one thread at a time, never concurrently, with `done` never falling. A callback
/// stops the work by throwing (`Interrupted`, for instance): the exception leaves the stage, which
/// leaves nothing behind. An empty callback is allowed everywhere.
using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Calls `progress` unless it is empty.
inline void report(const Progress& progress, std::int64_t done, std::int64_t total) {
  if (progress) progress(done, total);
}

/// Adds up the progress of a parallel loop: `add` may be called by any thread.
class ProgressCounter {
 public:
  /// `progress` has to outlive the counter.
  ProgressCounter(const Progress& progress, std::int64_t total)
      : progress_(progress), total_(total) {}

  /// Reports `units` more as done; passes on what the callback throws.
  void add(std::int64_t units) {
    if (!progress_) return;
    const std::lock_guard lock(mutex_);
    done_ += units;
    progress_(done_, total_);
  }

 private:
  const Progress& progress_;
  std::int64_t total_;
  std::int64_t done_ = 0;
  std::mutex mutex_;
};

}  // namespace eigenlex
