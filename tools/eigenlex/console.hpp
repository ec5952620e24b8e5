#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/core/progress.hpp"

namespace eigenlex::tool {

/// Turns Ctrl-C and SIGTERM into `Interrupted`, thrown by the progress callbacks of `Console`, for
/// its own lifetime. A second signal ends the program at once.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
};

/// Time that a finished stage took.
struct StageTime {
  std::string name;
  double wall_seconds = 0;
  double cpu_seconds = 0;
  std::int64_t peak_memory_bytes = 0;  ///< of the process until the stage's end
};

/// Tells a person on stderr how long work goes on: a live line with share done, rate and time left
/// while stderr is a terminal, a line for each finished stage, nothing if quiet.
class Console {
 public:
  explicit Console(bool quiet);
  /// Ends the live line of a stage that failed, for the message to begin a line of its own.
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  /// Begins a stage; `unit` is what its progress counts, such as "tokens", each `scale` units of
  /// progress being one. Returns the callback for the work, valid until the next call. Throws
  /// Interrupted if that was asked for.
  Progress begin(std::string_view name, std::string_view unit = "", double scale = 1);
  /// Ends the stage begun last.
  void end();
  /// A line of the summary: "label    text".
  void line(std::string_view label, std::string_view text) const;

  const std::vector<StageTime>& stages() const { return stages_; }

 private:
  using Clock = std::chrono::steady_clock;

  void show(std::int64_t done, std::int64_t total);

  bool quiet_;
  bool live_;
  bool in_stage_ = false;
  std::string name_;
  std::string unit_;
  double scale_ = 1;
  std::int64_t done_ = 0;
  Clock::time_point begun_;
  Clock::time_point shown_;
  double cpu_begun_ = 0;
  std::vector<StageTime> stages_;
};

/// Peak resident memory of the process so far, in bytes.
std::int64_t peak_memory();

/// "12.3 M", "45.6 k", "789": a count for people, three digits.
std::string short_count(double count);

}  // namespace eigenlex::tool
