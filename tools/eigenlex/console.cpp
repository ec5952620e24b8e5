#include "console.hpp"

#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <string>
#include <unistd.h>

#include <fmt/format.h>

namespace eigenlex::tool {
namespace {

constexpr std::chrono::milliseconds kRefresh{100};
/// Before this the time left is a guess.
constexpr double kSecondsBeforeEta = 1;

/// Whether the cursor is in a line that is not ended.
std::atomic<bool> live_line_open{false};

std::string clock_time(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds + 0.5);
  return whole >= 3600 ? fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
                       : fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

Console::Console(bool quiet, Notes* notes, int width)
    : quiet_(quiet), notes_(notes), width_(width), live_(!quiet && isatty(STDERR_FILENO) == 1) {}

Console::~Console() {
  if (live_ && in_stage_) std::fputc('\n', stderr);
  live_line_open = false;
}

void Console::on_begin(const Stage& stage) {
  name_ = stage.name;
  unit_ = stage.unit;
  scale_ = stage.scale;
  done_ = 0;
  begun_ = shown_ = Clock::now();
  in_stage_ = true;
  live_line_open = live_;
  if (live_) fmt::print(stderr, "{:<{}}\r", name_, width_);
}

void Console::on_progress(std::int64_t done, std::int64_t total) {
  done_ = done;
  if (live_ && Clock::now() - shown_ >= kRefresh) show(done, total);
}

void Console::show(std::int64_t done, std::int64_t total) {
  shown_ = Clock::now();
  const double seconds = std::chrono::duration<double>(shown_ - begun_).count();
  std::string text = fmt::format("{:<{}}", name_, width_);
  const double share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0;
  if (total > 0) text += fmt::format(" {:>3.0f} %", 100 * share);
  if (!unit_.empty()) {
    text +=
        fmt::format("  {}{}/s", short_count(static_cast<double>(done) / scale_ / seconds), unit_);
  }
  text += "  " + clock_time(seconds);
  if (share > 0 && seconds >= kSecondsBeforeEta) {
    text += fmt::format(", {} left", clock_time(seconds * (1 - share) / share));
  }
  fmt::print(stderr, "{:<72}\r", text);
}

void Console::on_end() {
  const double seconds = std::chrono::duration<double>(Clock::now() - begun_).count();
  in_stage_ = false;
  live_line_open = false;
  if (quiet_) return;
  std::string text = fmt::format("{:<{}} {:>8.2f} s", name_, width_, seconds);
  if (!unit_.empty() && seconds > 0) {
    text +=
        fmt::format("  {}{}/s", short_count(static_cast<double>(done_) / scale_ / seconds), unit_);
  }
  fmt::print(stderr, "{:<{}}\n", text, live_ ? 72 : 0);
}

void Console::on_note(std::string_view label, std::string_view text) {
  line(label, text);
  if (notes_ != nullptr) notes_->push_back(fmt::format("{}: {}", label, text));
}

void Console::line(std::string_view label, std::string_view text) const {
  if (!quiet_) fmt::print(stderr, "{:<12} {}\n", label, text);
}

bool is_live_line_open() { return live_line_open; }

std::string short_count(double count) {
  constexpr std::array<const char*, 5> kUnits = {"", "k", "M", "G", "T"};
  std::size_t unit = 0;
  while (count >= 999.5 && unit + 1 < kUnits.size()) {
    count /= 1000;
    ++unit;
  }
  const int decimals = unit == 0 || count >= 99.95 ? 0 : count >= 9.995 ? 1 : 2;
  return fmt::format("{:.{}f} {}", count, decimals, kUnits[unit]);
}

}  // namespace eigenlex::tool
