#include "session.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace eigenlex::tool {

Session::Session(const CompareSettings& settings)
    : settings_(settings),
      store_(settings.output / "work"),
      deadline_(settings.budget_minutes),
      console_(settings.quiet) {}

Progress Session::begin(const std::string& title) {
  return console_.begin(fmt::format("{:<40}", title));
}

std::string no_time(const Deadline& deadline, double seconds) {
  if (seconds <= 0) return "the time of --budget is used up";
  return fmt::format("takes about {:.0f} s, {:.0f} s are left of --budget", seconds,
                     std::max(0.0, deadline.left()));
}

void Session::leave_out(const std::string& title, const std::string& reason) {
  for (const auto& entry : left_out_) {
    if (entry.at("part") == title) return;
  }
  left_out_.push_back({{"part", title}, {"reason", reason}});
  console_.line("left out", fmt::format("{}: {}", title, reason));
}

Progress Session::until_deadline(Progress progress) const {
  return [this, progress = std::move(progress)](std::int64_t done, std::int64_t total) {
    if (!deadline_.fits(0)) throw OutOfTime();
    report(progress, done, total);
  };
}

std::optional<nlohmann::json> Session::part(const std::string& title, const std::string& id,
                                            double seconds,
                                            const std::function<nlohmann::json(Progress)>& make) {
  if (auto kept = store_.find(id)) return kept;
  if (!deadline_.fits(seconds)) {
    leave_out(title, no_time(deadline_, seconds));
    return std::nullopt;
  }
  try {
    nlohmann::json value = make(until_deadline(begin(title)));
    console_.end();
    store_.keep(id, value);
    return value;
  } catch (const OutOfTime&) {
    console_.end();
    leave_out(title, "stopped when the time of --budget was used up");
    return std::nullopt;
  }
}

std::optional<nlohmann::json> Session::piece(const std::string& id,
                                             const std::function<nlohmann::json(Progress)>& make) {
  if (auto kept = store_.find(id)) return kept;
  if (!deadline_.fits(0)) return std::nullopt;
  try {
    nlohmann::json value = make(until_deadline({}));
    store_.keep(id, value);
    return value;
  } catch (const OutOfTime&) {
    return std::nullopt;
  }
}

}  // namespace eigenlex::tool
