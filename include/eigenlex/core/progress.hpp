#pragma once

#include <cstdint>
#include <functional>

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

}  // namespace eigenlex
