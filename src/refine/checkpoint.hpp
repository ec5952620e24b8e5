#pragma once

#include <functional>
#include <mutex>
#include <utility>

namespace eigenlex::internal {

/// What parallel work calls now and then, so that it can be stopped: passes on the calls of all
/// threads to `check`, one at a time. What that throws leaves the work.
class Checkpoint {
 public:
  explicit Checkpoint(std::function<void()> check) : check_(std::move(check)) {}

  void operator()() {
    const std::lock_guard lock(mutex_);
    check_();
  }

 private:
  std::function<void()> check_;
  std::mutex mutex_;
};

}  // namespace eigenlex::internal
