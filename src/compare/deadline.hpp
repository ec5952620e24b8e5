#pragma once

#include <chrono>

namespace eigenlex::internal {

/// The end of the time that there is.
class Deadline {
 public:
  /// From now on; 0 minutes for no end.
  explicit Deadline(double minutes) : minutes_(minutes), begun_(Clock::now()) {}

  double elapsed() const { return std::chrono::duration<double>(Clock::now() - begun_).count(); }
  /// The end of that share of the time, in (0, 1].
  Deadline share(double part) const {
    Deadline earlier = *this;
    earlier.minutes_ *= part;
    return earlier;
  }
  bool is_limited() const { return minutes_ > 0; }
  /// Seconds left for work; negative after the end. A twentieth of the time is for what is written
  /// afterwards.
  double left() const { return 0.95 * 60 * minutes_ - elapsed(); }
  /// Whether work of so many seconds fits.
  bool fits(double seconds) const { return !is_limited() || seconds <= left(); }

 private:
  using Clock = std::chrono::steady_clock;

  double minutes_;
  Clock::time_point begun_;
};

}  // namespace eigenlex::internal
