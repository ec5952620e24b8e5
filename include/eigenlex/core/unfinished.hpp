#pragma once

#include <functional>
#include <mutex>

namespace eigenlex {

/// Something that work leaves on disk, or runs, until it is finished. A process that has to end in
/// the midst of work, where no destructor will run, can still put it away: see
/// `abandon_unfinished`.
class Unfinished {
 public:
  /// `put_away` may be called by another thread, while the work goes on, until the destructor
  /// begins; what it throws is lost.
  explicit Unfinished(std::function<void()> put_away);
  ~Unfinished();
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  /// Keeps `abandon_unfinished` from beginning while it is held: for the moment in which something
  /// becomes a result. Waits for ever once that has begun.
  static std::unique_lock<std::mutex> finishing();
};

/// Puts away all that is unfinished in this process, which then has to end without delay: nothing
/// becomes a result any more, and whoever tries waits for ever.
void abandon_unfinished() noexcept;

}  // namespace eigenlex
