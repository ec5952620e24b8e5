#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "eigenlex/core/observer.hpp"

namespace eigenlex {

/// Passes everything on to another observer and keeps what each stage took.
class RunRecord final : public Observer {
 public:
  /// `observer` has to outlive the record.
  explicit RunRecord(Observer& observer) : observer_(observer) {}

  /// Seconds and peak memory of each stage that ended, threads and peak memory of the process: what
  /// run.json says.
  nlohmann::json describe() const;

 private:
  using Clock = std::chrono::steady_clock;

  struct StageTime {
    std::string name;
    double wall_seconds = 0;
    double cpu_seconds = 0;
    std::int64_t peak_memory_bytes = 0;  ///< of the process until the stage's end
  };

  void on_begin(const Stage& stage) override;
  void on_progress(std::int64_t done, std::int64_t total) override { progress_(done, total); }
  void on_end() override;
  void on_note(std::string_view label, std::string_view text) override {
    observer_.note(label, text);
  }

  Observer& observer_;
  Progress progress_;
  std::string name_;
  Clock::time_point begun_;
  double cpu_begun_ = 0;
  std::vector<StageTime> stages_;
};

}  // namespace eigenlex
