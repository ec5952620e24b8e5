#include "verdicts.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace eigenlex::tool {
namespace {

using nlohmann::ordered_json;

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  }
  return text;
}

const ordered_json* difference_of(const ordered_json& comparison, const std::string& first,
                                  const std::string& second) {
  for (const ordered_json& difference : comparison.at("differences")) {
    if (difference.at("first") == first && difference.at("second") == second) return &difference;
  }
  return nullptr;
}

/// The leader of a comparison against each of the others.
std::optional<std::string> verdict(const ordered_json& comparison, const std::string& what,
                                   const std::string& unit) {
  std::vector<const ordered_json*> rows;
  for (const ordered_json& row : comparison.at("scores")) {
    if (!row.at("mean").is_null()) rows.push_back(&row);
  }
  if (rows.size() < 2) return std::nullopt;
  std::ranges::stable_sort(rows, std::greater<>{},
                           [](const ordered_json* row) { return row->at("mean").get<double>(); });
  const auto leader = rows.front()->at("contender").get<std::string>();
  std::vector<std::string> behind;
  std::vector<std::string> level;
  for (const ordered_json* row : std::span(rows).subspan(1)) {
    const auto other = row->at("contender").get<std::string>();
    const ordered_json* difference = difference_of(comparison, leader, other);
    if (difference == nullptr) continue;
    const std::string text =
        fmt::format("{} ({:+.1f}, 95 % interval {:+.1f} to {:+.1f})", other,
                    -difference->at("mean").get<double>(), -difference->at("high").get<double>(),
                    -difference->at("low").get<double>());
    const bool behind_noise =
        difference->at("beyond_noise").get<bool>() && difference->at("mean").get<double>() > 0;
    (behind_noise ? behind : level).push_back(text);
  }
  std::string sentence = fmt::format("{}: {} has the highest score, {:.1f}{}.", what, leader,
                                     rows.front()->at("mean").get<double>(), unit);
  if (!behind.empty()) sentence += fmt::format(" It beats {}.", joined(behind));
  if (!level.empty()) {
    sentence += fmt::format(" It cannot be told apart from {}: the difference is within the noise.",
                            joined(level));
  }
  return sentence;
}

std::string seconds_text(double seconds) {
  return seconds < 120 ? fmt::format("{:.1f} s", seconds) : fmt::format("{:.1f} min", seconds / 60);
}

std::optional<std::string> time_verdict(const ordered_json& contenders) {
  std::vector<std::pair<double, std::string>> times;
  for (const ordered_json& contender : contenders) {
    if (contender.at("wall_seconds").is_null()) continue;
    times.emplace_back(contender.at("wall_seconds").get<double>(),
                       contender.at("name").get<std::string>());
  }
  if (times.size() < 2) return std::nullopt;
  std::ranges::sort(times);
  std::vector<std::string> others;
  for (const auto& [seconds, name] : std::span(times).subspan(1)) {
    others.push_back(fmt::format("{} {} ({:.1f} times as long)", name, seconds_text(seconds),
                                 seconds / times.front().first));
  }
  return fmt::format("Training time: {} was the fastest with {}; {}.", times.front().second,
                     seconds_text(times.front().first), joined(others));
}

}  // namespace

std::vector<std::string> verdicts(const ordered_json& results) {
  std::vector<std::string> sentences;
  const auto add = [&](std::optional<std::string> sentence) {
    if (sentence) sentences.push_back(std::move(*sentence));
  };
  for (const ordered_json& comparison : results.at("similarity")) {
    add(verdict(comparison,
                fmt::format("Word similarity, {}", comparison.at("name").get<std::string>()),
                " (Spearman × 100)"));
  }
  for (const ordered_json& comparison : results.at("analogies")) {
    add(verdict(comparison, fmt::format("Analogies, {}", comparison.at("name").get<std::string>()),
                " % right"));
  }
  for (const ordered_json& task : results.at("classification")) {
    for (const ordered_json& comparison : task.at("comparisons")) {
      add(verdict(comparison,
                  fmt::format("Classifying {} with {} examples, {} classifier",
                              task.at("name").get<std::string>(),
                              comparison.at("examples").get<std::int64_t>(),
                              comparison.at("network").get<std::string>()),
                  " % right"));
    }
  }
  add(time_verdict(results.at("contenders")));
  return sentences;
}

}  // namespace eigenlex::tool
