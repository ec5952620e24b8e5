#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "eigenlex/compare/compare.hpp"

#include "compare/deadline.hpp"
#include "compare/part_store.hpp"

namespace eigenlex::internal {

/// What one comparison works with: where parts are kept, how much time is left, what did not fit.
class Session {
 public:
  Session(const CompareOptions& options, std::filesystem::path work, Observer& observer);

  const CompareOptions& options() const { return options_; }
  const PartStore& store() const { return store_; }
  const Deadline& deadline() const { return deadline_; }
  Observer& observer() { return observer_; }
  const nlohmann::ordered_json& left_out() const { return left_out_; }

  /// The part of that id: kept from an earlier run, or made now and kept. Nothing, and named as
  /// left out, where its time is not there.
  std::optional<nlohmann::json> part(const std::string& title, const std::string& id,
                                     const std::function<nlohmann::json(Progress)>& make);
  /// The same within a stage that has begun, whose progress `stage` is: without a stage of its own,
  /// and not named as left out.
  std::optional<nlohmann::json> piece(const std::string& id, const std::function<void()>& stage,
                                      const std::function<nlohmann::json(Progress)>& make);
  /// Names it, unless it was named before.
  void leave_out(const std::string& title, const std::string& reason);

 private:
  Progress until_deadline(Progress progress) const;

  const CompareOptions& options_;
  PartStore store_;
  Deadline deadline_;
  Observer& observer_;
  nlohmann::ordered_json left_out_ = nlohmann::ordered_json::array();
};

/// Why work of so many seconds, 0 if that is unknown, is left out.
std::string no_time(const Deadline& deadline, double seconds);

/// Thrown by what is called back when the time is up.
struct OutOfTime {};

}  // namespace eigenlex::internal
