#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace eigenlex::tool {

/// Lets so many threads work at a time, in the order in which they came: a semaphore that is not in
/// order lets some wait for ever among many.
class Turns {
 public:
  explicit Turns(int places) : free_(places) {}

  /// Waits for a turn, which `end` ends; false where none came in time.
  bool begin(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    if (free_ > 0) {
      --free_;
      return true;
    }
    Waiter me;
    line_.push_back(&me);
    if (me.call.wait_for(lock, patience, [&me] { return me.called; })) return true;
    std::erase(line_, &me);
    return false;
  }

  void end() {
    const std::lock_guard lock(mutex_);
    if (line_.empty()) {
      ++free_;
      return;
    }
    line_.front()->called = true;
    line_.front()->call.notify_one();
    line_.pop_front();
  }

 private:
  struct Waiter {
    std::condition_variable call;
    bool called = false;
  };

  std::mutex mutex_;
  int free_;  // only where nobody waits
  std::deque<Waiter*> line_;
};

}  // namespace eigenlex::tool
