#include "compare/session.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace eigenlex::internal {

Session::Session(const CompareOptions& options, std::filesystem::path work, Observer& observer)
    : options_(options),
      store_(std::move(work)),
      deadline_(options.budget_minutes),
      observer_(observer) {}

std::string no_time(const Deadline& deadline, double seconds) {
  if (seconds <= 0) return "the time of the budget is used up";
  return fmt::format("takes about {:.0f} s, {:.0f} s are left of the budget", seconds,
                     std::max(0.0, deadline.left()));
}

void Session::leave_out(const std::string& title, const std::string& reason) {
  for (const auto& entry : left_out_) {
    if (entry.at("part") == title) return;
  }
  left_out_.push_back({{"part", title}, {"reason", reason}});
  observer_.note("left out", fmt::format("{}: {}", title, reason));
}

/// A progress callback that also ends the work (by OutOfTime) at the deadline.
Progress Session::until_deadline(Progress progress) const {
  return [this, progress = std::move(progress)](std::int64_t done, std::int64_t total) {
    if (!deadline_.fits(0)) throw OutOfTime();
    report(progress, done, total);
  };
}

std::optional<nlohmann::json> Session::part(const std::string& title, const std::string& id,
                                            const std::function<nlohmann::json(Progress)>& make) {
  if (auto kept = store_.find(id)) return kept;
  if (!deadline_.fits(0)) {
    leave_out(title, no_time(deadline_, 0));
    return std::nullopt;
  }
  try {
    nlohmann::json value = make(until_deadline(observer_.begin(title)));
    observer_.end();
    store_.keep(id, value);
    return value;
  } catch (const OutOfTime&) {
    observer_.end();
    leave_out(title, "stopped when the time of the budget was used up");
    return std::nullopt;
  }
}

std::optional<nlohmann::json> Session::piece(const std::string& id,
                                             const std::function<void()>& stage,
                                             const std::function<nlohmann::json(Progress)>& make) {
  if (auto kept = store_.find(id)) return kept;
  if (!deadline_.fits(0)) return std::nullopt;
  try {
    nlohmann::json value = make(until_deadline([&stage](std::int64_t, std::int64_t) { stage(); }));
    store_.keep(id, value);
    return value;
  } catch (const OutOfTime&) {
    return std::nullopt;
  }
}

}  // namespace eigenlex::internal
