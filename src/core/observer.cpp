#include "eigenlex/core/observer.hpp"

#include "eigenlex/core/error.hpp"

namespace eigenlex {

void Observer::check_stopped() const {
  if (cancellation_.is_requested()) throw Interrupted();
}

Progress Observer::begin(const Stage& stage) {
  check_stopped();
  on_begin(stage);
  return [this](std::int64_t done, std::int64_t total) {
    check_stopped();
    on_progress(done, total);
  };
}

Observer& unobserved() {
  static Observer observer;
  return observer;
}

}  // namespace eigenlex
