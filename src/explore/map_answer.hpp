#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include <nlohmann/json.hpp>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/refine/word_map.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex::internal {

/// A map as /api/map has it: places in whole numbers 0 .. 65535, so that the longer side of the map
/// is all of that, y downwards as on a screen.
nlohmann::ordered_json map_json(const std::string& model, const WordMap& map,
                                const Vocabulary& words);

/// The answer of /api/map while the map is made, and after. Any number of threads may use it.
class MapAnswer {
 public:
  enum class State { kNone, kMaking, kReady, kFailed };

  State state() const { return state_; }
  std::int64_t done() const { return done_; }
  std::int64_t total() const { return total_; }
  /// The map as JSON; null where it is not ready.
  std::shared_ptr<const std::string> text() const;

  void begin() { state_ = State::kMaking; }
  void progress(std::int64_t done, std::int64_t total);
  void finish(std::string text);
  void fail() { state_ = State::kFailed; }

 private:
  std::atomic<State> state_{State::kNone};
  std::atomic<std::int64_t> done_{0};
  std::atomic<std::int64_t> total_{0};
  mutable std::mutex mutex_;
  std::shared_ptr<const std::string> text_;  // guarded by the mutex
};

/// Passes on what is done of a map to its answer and to another observer.
class MapObserver final : public Observer {
 public:
  MapObserver(MapAnswer& answer, Observer& other) : answer_(answer), other_(other) {}

 private:
  void on_begin(const Stage& stage) override { progress_ = other_.begin(stage); }
  void on_progress(std::int64_t done, std::int64_t total) override {
    answer_.progress(done, total);
    if (progress_) progress_(done, total);
  }
  void on_end() override { other_.end(); }
  void on_note(std::string_view label, std::string_view text) override { other_.note(label, text); }

  MapAnswer& answer_;
  Observer& other_;
  Progress progress_;
};

}  // namespace eigenlex::internal
