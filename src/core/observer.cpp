#include "eigenlex/core/observer.hpp"

namespace eigenlex {

Progress Observer::begin(const Stage& stage) {
  on_begin(stage);
  return [this](std::int64_t done, std::int64_t total) { on_progress(done, total); };
}

Observer& unobserved() {
  static Observer observer;
  return observer;
}

}  // namespace eigenlex
