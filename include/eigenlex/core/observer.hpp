#pragma once

#include <cstdint>
#include <string_view>

#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/progress.hpp"

namespace eigenlex {

/// A part of long work that whoever waits for it is told of.
struct Stage {
  /// One word for it, such as "read", "count" or "svd".
  std::string_view name;
  /// What its progress counts, such as "tokens"; empty where that would tell nobody anything.
  std::string_view unit = {};
  /// Steps of progress that make one of these units; > 0.
  double scale = 1;
};

/// Is told by long work what it is doing. This one keeps it to itself; derive from it to show it,
/// to keep a record, or to stop the work.
///
/// Work calls `begin` and `end` for each of its stages, which follow each other and are never
/// within each other, and `note` between them. Calls come from one thread at a time, never
/// concurrently. A hook stops the work by throwing (`Interrupted`, for instance): the exception
/// leaves the work, which leaves nothing behind, and the stage without its end.
class Observer {
 public:
  Observer() = default;
  virtual ~Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;

  /// Begins a stage and returns what the work reports its progress to, valid while the observer is.
  Progress begin(const Stage& stage);
  Progress begin(std::string_view name, std::string_view unit = {}, double scale = 1) {
    return begin(Stage{.name = name, .unit = unit, .scale = scale});
  }
  /// Ends the stage begun last.
  void end() { on_end(); }
  /// A finding worth a line: what it is about, in a word, and the text.
  void note(std::string_view label, std::string_view text) { on_note(label, text); }

  /// Ends the work that is watched, and any that will be, by `Interrupted` within about a second,
  /// also amid a long step without progress. To be called from any thread, a hook, or the handler
  /// of a signal. Not for `unobserved()`, which all share.
  void stop() noexcept { cancellation_.request(); }
  /// What work obeys while this observer watches it, in a scope of its own.
  const Cancellation& cancellation() const { return cancellation_; }

 protected:
  /// The names of a stage are valid during the call.
  virtual void on_begin(const Stage& /*stage*/) {}
  /// Steps done of the stage begun last, never falling, and steps in all (0 where that is unknown).
  virtual void on_progress(std::int64_t /*done*/, std::int64_t /*total*/) {}
  virtual void on_end() {}
  virtual void on_note(std::string_view /*label*/, std::string_view /*text*/) {}

 private:
  void check_stopped() const;

  Cancellation cancellation_;
};

/// An observer that does nothing, for work that nobody watches; any thread may use it.
Observer& unobserved();

}  // namespace eigenlex
