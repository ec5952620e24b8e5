#pragma once

#include <atomic>

namespace eigenlex {

/// A wish that work ends: made by any thread, or by the handler of a signal, and seen by the work
/// within about a second, which then leaves by `Interrupted`.
class Cancellation {
 public:
  Cancellation() = default;
  Cancellation(const Cancellation&) = delete;
  Cancellation& operator=(const Cancellation&) = delete;

  void request() noexcept { requested_.store(true, std::memory_order_relaxed); }
  bool is_requested() const noexcept { return requested_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> requested_{false};
  static_assert(std::atomic<bool>::is_always_lock_free, "handlers of signals may request it");
};

/// Has the work that this thread calls for obey a cancellation, besides those that it obeys
/// already, for its own lifetime. Parallel loops pass that on to their threads.
class CancellationScope {
 public:
  /// `cancellation` has to outlive the scope.
  explicit CancellationScope(const Cancellation& cancellation);
  ~CancellationScope();
  CancellationScope(const CancellationScope&) = delete;
  CancellationScope& operator=(const CancellationScope&) = delete;

 private:
  friend class CurrentCancellations;

  const Cancellation& cancellation_;
  const CancellationScope* outer_;
};

/// What a thread obeys, as it was when this was made.
class CurrentCancellations {
 public:
  CurrentCancellations();

  /// Throws Interrupted where an end is wished for. One load of an atomic for each scope.
  void check() const;

  /// Has another thread obey the same, within the lifetime of the scopes.
  class Lent {
   public:
    explicit Lent(const CurrentCancellations& current);
    ~Lent();
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;

   private:
    const CancellationScope* before_;
  };

 private:
  const CancellationScope* innermost_;
};

/// Throws Interrupted where an end is wished for of what this thread does. For long loops that are
/// not parallel; `parallel_blocks` does it before each block.
inline void check_cancelled() { CurrentCancellations().check(); }

}  // namespace eigenlex
