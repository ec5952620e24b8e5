#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "../console.hpp"
#include "deadline.hpp"
#include "part_store.hpp"
#include "settings.hpp"

namespace eigenlex::tool {

/// What one run of `compare` works with: where parts are kept, how much time is left, what did not
/// fit.
class Session {
 public:
  explicit Session(const CompareSettings& settings);

  const CompareSettings& settings() const { return settings_; }
  const PartStore& store() const { return store_; }
  const Deadline& deadline() const { return deadline_; }
  Console& console() { return console_; }
  const nlohmann::ordered_json& left_out() const { return left_out_; }

  /// Begins a stage of the console, titles in a column.
  Progress begin(const std::string& title);
  /// The part of that id: kept from an earlier run, or made now and kept. Nothing, and named as
  /// left out, where its time is not there. `seconds` is what it will take, 0 if that is unknown.
  std::optional<nlohmann::json> part(const std::string& title, const std::string& id,
                                     double seconds,
                                     const std::function<nlohmann::json(Progress)>& make);
  /// The same within a stage that has begun: without a stage of its own, and not named as left out.
  std::optional<nlohmann::json> piece(const std::string& id,
                                      const std::function<nlohmann::json(Progress)>& make);
  /// Names it, unless it was named before.
  void leave_out(const std::string& title, const std::string& reason);
  /// A progress callback that also ends the work (by OutOfTime) at the deadline.
  Progress until_deadline(Progress progress) const;

 private:
  const CompareSettings& settings_;
  PartStore store_;
  Deadline deadline_;
  Console console_;
  nlohmann::ordered_json left_out_ = nlohmann::ordered_json::array();
};

/// Why work of so many seconds, 0 if that is unknown, is left out.
std::string no_time(const Deadline& deadline, double seconds);

/// Thrown by the progress callback of a part when the time is up.
struct OutOfTime {};

}  // namespace eigenlex::tool
