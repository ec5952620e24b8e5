#include "eigenlex/core/cancellation.hpp"

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

/// The scope opened last on this thread, or lent to it.
thread_local const CancellationScope* innermost = nullptr;

}  // namespace

CancellationScope::CancellationScope(const Cancellation& cancellation)
    : cancellation_(cancellation), outer_(innermost) {
  innermost = this;
}

CancellationScope::~CancellationScope() { innermost = outer_; }

CurrentCancellations::CurrentCancellations() : innermost_(innermost) {}

void CurrentCancellations::check() const {
  for (const CancellationScope* scope = innermost_; scope != nullptr; scope = scope->outer_) {
    if (scope->cancellation_.is_requested()) throw Interrupted();
  }
}

CurrentCancellations::Lent::Lent(const CurrentCancellations& current) : before_(innermost) {
  innermost = current.innermost_;
}

CurrentCancellations::Lent::~Lent() { innermost = before_; }

}  // namespace eigenlex
