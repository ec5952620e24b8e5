#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "eigenlex/core/notes.hpp"
#include "eigenlex/core/observer.hpp"

namespace eigenlex::tool {

/// Tells a person on stderr how long work goes on: a live line with share done, rate and time left
/// while stderr is a terminal, a line for each finished stage, nothing if quiet.
class Console final : public Observer {
 public:
  /// What the work notes is also kept in `notes`, unless that is null; names of stages are shown
  /// `width` wide.
  explicit Console(bool quiet, Notes* notes = nullptr, int width = 12);
  /// Ends the live line of a stage that failed, for the message to begin a line of its own.
  ~Console() override;

  /// Does work as a stage of its own; what it returns.
  template <class Work>
  auto stage(std::string_view name, const Work& work) {
    begin(name);
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      end();
    } else {
      auto result = work();
      end();
      return result;
    }
  }

  /// A line of the summary: "label    text".
  void line(std::string_view label, std::string_view text) const;

 private:
  using Clock = std::chrono::steady_clock;

  void on_begin(const Stage& stage) override;
  void on_progress(std::int64_t done, std::int64_t total) override;
  void on_end() override;
  void on_note(std::string_view label, std::string_view text) override;
  void show(std::int64_t done, std::int64_t total);

  bool quiet_;
  Notes* notes_;
  int width_;
  bool live_;
  bool in_stage_ = false;
  std::string name_;
  std::string unit_;
  double scale_ = 1;
  std::int64_t done_ = 0;
  Clock::time_point begun_;
  Clock::time_point shown_;
};

/// Whether a console's live line awaits its end: what else is said has to begin a line of its own.
bool is_live_line_open();

/// "12.3 M", "45.6 k", "789": a count for people, three digits.
std::string short_count(double count);

}  // namespace eigenlex::tool
