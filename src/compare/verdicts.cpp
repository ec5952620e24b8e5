#include "compare/verdicts.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace eigenlex::internal {
namespace {

using nlohmann::ordered_json;

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  }
  return text;
}

/// Something that contenders were scored on.
struct Contest {
  std::string what;
  std::string unit;
  const ordered_json* comparison;
};

/// The rows that have a score, highest first.
std::vector<const ordered_json*> ranked(const ordered_json& comparison) {
  std::vector<const ordered_json*> rows;
  for (const ordered_json& row : comparison.at("scores")) {
    if (!row.at("mean").is_null()) rows.push_back(&row);
  }
  std::ranges::stable_sort(rows, std::greater<>{},
                           [](const ordered_json* row) { return row->at("mean").get<double>(); });
  return rows;
}

const ordered_json* difference_of(const ordered_json& comparison, const std::string& first,
                                  const std::string& second) {
  for (const ordered_json& difference : comparison.at("differences")) {
    if (difference.at("first") == first && difference.at("second") == second) return &difference;
  }
  return nullptr;
}

std::string name_in(const ordered_json& row) { return row.at("contender").get<std::string>(); }

/// The highest score, and how far each of the others is behind it.
std::string verdict(const Contest& contest) {
  const std::vector<const ordered_json*> rows = ranked(*contest.comparison);
  const std::string leader = name_in(*rows.front());
  std::vector<std::string> behind;
  std::vector<std::string> level;
  for (const ordered_json* row : std::span(rows).subspan(1)) {
    const ordered_json* difference = difference_of(*contest.comparison, leader, name_in(*row));
    if (difference == nullptr) continue;
    const auto mean = difference->at("mean").get<double>();
    const bool is_behind = difference->at("beyond_noise").get<bool>() && mean > 0;
    (is_behind ? behind : level)
        .push_back(fmt::format("{} by {:.1f} ({:.1f} to {:.1f})", name_in(*row), mean,
                               difference->at("low").get<double>(),
                               difference->at("high").get<double>()));
  }
  std::string sentence = fmt::format("{}: {} is first with {:.1f}{}.", contest.what, leader,
                                     rows.front()->at("mean").get<double>(), contest.unit);
  if (!behind.empty()) sentence += fmt::format(" Behind it: {}.", joined(behind));
  if (!level.empty()) sentence += fmt::format(" Within the noise: {}.", joined(level));
  return sentence;
}

/// The smallest and the largest number of examples of each classifier: the others are in the table.
std::vector<const ordered_json*> telling(const ordered_json& task) {
  std::map<std::string, std::pair<const ordered_json*, const ordered_json*>> ends;
  for (const ordered_json& comparison : task.at("comparisons")) {
    if (ranked(comparison).size() < 2) continue;
    auto& [first, last] = ends[comparison.at("network").get<std::string>()];
    if (first == nullptr) first = &comparison;
    last = &comparison;
  }
  std::vector<const ordered_json*> result;
  for (const auto& [network, end] : ends) {
    result.push_back(end.first);
    if (end.second != end.first) result.push_back(end.second);
  }
  return result;
}

std::vector<Contest> contests(const ordered_json& results) {
  std::vector<Contest> all;
  const auto add = [&](const ordered_json& comparison, std::string what, std::string unit) {
    if (ranked(comparison).size() > 1) all.push_back({std::move(what), unit, &comparison});
  };
  const auto name = [](const ordered_json& object) { return object.at("name").get<std::string>(); };
  for (const ordered_json& comparison : results.at("similarity")) {
    add(comparison, "Word similarity, " + name(comparison), " (Spearman × 100)");
  }
  for (const ordered_json& comparison : results.at("analogies")) {
    add(comparison, "Analogies, " + name(comparison), " % right");
  }
  for (const ordered_json& task : results.at("classification")) {
    for (const ordered_json* comparison : telling(task)) {
      add(*comparison,
          fmt::format("Classifying {}, {} examples, {} classifier", name(task),
                      comparison->at("examples").get<std::int64_t>(),
                      comparison->at("network").get<std::string>()),
          " % right");
    }
  }
  return all;
}

/// Who comes first how often, and that a first place may be one by chance.
std::optional<std::string> headline(const std::vector<Contest>& all) {
  if (all.size() < 2) return std::nullopt;
  std::vector<std::pair<std::size_t, std::string>> firsts;
  std::size_t clear = 0;
  for (const Contest& contest : all) {
    const std::vector<const ordered_json*> rows = ranked(*contest.comparison);
    const bool shared = rows[0]->at("mean") == rows[1]->at("mean");
    const std::string leader = shared ? "nobody alone" : name_in(*rows.front());
    const auto found =
        std::ranges::find(firsts, leader, &std::pair<std::size_t, std::string>::second);
    if (found == firsts.end()) {
      firsts.emplace_back(1, leader);
    } else {
      ++found->first;
    }
    const ordered_json* lead = difference_of(*contest.comparison, leader, name_in(*rows[1]));
    if (lead != nullptr && lead->at("beyond_noise").get<bool>()) ++clear;
  }
  std::ranges::stable_sort(firsts, std::greater<>{}, &std::pair<std::size_t, std::string>::first);
  std::vector<std::string> parts;
  for (const auto& [count, leader] : firsts) {
    parts.push_back(fmt::format("{} in {}", leader, count));
  }
  return fmt::format(
      "Of {} comparisons, first is {}; the lead over the second is beyond the noise in {}.",
      all.size(), joined(parts), clear);
}

std::string seconds_text(double seconds) {
  return seconds < 120 ? fmt::format("{:.1f} s", seconds) : fmt::format("{:.1f} min", seconds / 60);
}

std::optional<std::string> time_verdict(const ordered_json& contenders) {
  std::vector<std::pair<double, std::string>> times;
  for (const ordered_json& contender : contenders) {
    if (!contender.at("wall_seconds").is_null()) {
      times.emplace_back(contender.at("wall_seconds").get<double>(),
                         contender.at("name").get<std::string>());
    }
  }
  if (times.size() < 2) return std::nullopt;
  std::ranges::sort(times);
  std::vector<std::string> others;
  for (const auto& [seconds, name] : std::span(times).subspan(1)) {
    others.push_back(fmt::format("{} {} ({:.1f} times as long)", name, seconds_text(seconds),
                                 seconds / times.front().first));
  }
  return fmt::format("Training time: {} is the fastest with {}; {}.", times.front().second,
                     seconds_text(times.front().first), joined(others));
}

}  // namespace

std::vector<std::string> verdicts(const ordered_json& results) {
  std::vector<std::string> sentences;
  const auto add = [&](std::optional<std::string> sentence) {
    if (sentence) sentences.push_back(std::move(*sentence));
  };
  const std::vector<Contest> all = contests(results);
  add(headline(all));
  add(time_verdict(results.at("contenders")));
  for (const Contest& contest : all) add(verdict(contest));
  return sentences;
}

}  // namespace eigenlex::internal
