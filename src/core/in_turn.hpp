#pragma once

#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "eigenlex/core/as_size.hpp"

namespace eigenlex::internal {

/// Calls a function for items 0, 1, 2, ... of `items` in this order, one at a time, while threads
/// make the items ready in any order. Nobody waits: whoever makes the item ready that is next does
/// it and those after it that are ready meanwhile.
template <class Visit>
class InTurn {
 public:
  InTurn(std::int64_t items, Visit visit) : visit_(std::move(visit)), ready_(as_size(items)) {}

  /// Says that an item is ready, each item once. Every item has been visited when all are ready and
  /// all calls have returned. What the function throws is thrown here; no item follows then.
  void make_ready(std::int64_t item) {
    std::unique_lock lock(mutex_);
    ready_[as_size(item)] = true;
    if (visiting_) return;
    visiting_ = true;
    while (next_ < ready_.size() && ready_[next_]) {
      const std::size_t current = next_;
      lock.unlock();
      visit_(as_index(current));
      lock.lock();
      ++next_;
    }
    visiting_ = false;
  }

 private:
  Visit visit_;
  std::mutex mutex_;
  // Guarded by the mutex.
  std::vector<bool> ready_;
  std::size_t next_ = 0;
  bool visiting_ = false;
};

}  // namespace eigenlex::internal
