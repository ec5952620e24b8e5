#include "eigenlex/classify/tagging_score.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

/// A tag taken apart. `place` is one of "BIESLU", or 'O' outside of entities.
struct Tag {
  char place = 'O';
  std::string_view type;
};

constexpr std::string_view kPlaces = "BIESLU";

/// Whether the tag begins with a place.
bool has_place(std::string_view tag) {
  return !tag.empty() && kPlaces.find(tag.front()) != std::string_view::npos;
}

Tag parse(std::string_view tag, bool of_scheme) {
  if (tag == "O") return {};
  if (has_place(tag)) {
    if (tag.size() == 1 && of_scheme) return {tag.front(), {}};
    if (tag.size() > 1 && tag[1] == '-') return {tag.front(), tag.substr(2)};
  }
  return {'I', tag};
}

bool is_one_of(char place, std::string_view places) {
  return places.find(place) != std::string_view::npos;
}

/// Whether an entity begins at `tag`, which follows `before`.
bool begins(const Tag& before, const Tag& tag) {
  if (tag.place == 'O') return false;
  return is_one_of(tag.place, "BSU") || is_one_of(before.place, "OESLU") || before.type != tag.type;
}

double ratio(double part, double whole) { return whole == 0 ? 0 : part / whole; }

}  // namespace

bool are_of_scheme(std::span<const std::string> tags) {
  return std::ranges::all_of(tags, [](std::string_view tag) {
    return tag == "O" || (has_place(tag) && (tag.size() == 1 || tag[1] == '-'));
  });
}

std::vector<Entity> entities_of(std::span<const std::string> tags, bool of_scheme) {
  std::vector<Entity> entities;
  Tag before;
  for (std::size_t i = 0; i < tags.size(); ++i) {
    const Tag tag = parse(tags[i], of_scheme);
    const std::int64_t token = static_cast<std::int64_t>(i);
    if (begins(before, tag)) {
      entities.push_back({token, token + 1, std::string(tag.type)});
    } else if (tag.place != 'O') {
      entities.back().end = token + 1;
    }
    before = tag;
  }
  return entities;
}

double EntityScore::precision() const {
  return ratio(static_cast<double>(found), static_cast<double>(predicted));
}

double EntityScore::recall() const {
  return ratio(static_cast<double>(found), static_cast<double>(entities));
}

double EntityScore::f1() const {
  return ratio(2 * static_cast<double>(found), static_cast<double>(entities + predicted));
}

TaggingScore score_tagging(std::span<const std::string> truth,
                           std::span<const std::string> predicted,
                           std::span<const std::int64_t> offsets) {
  if (truth.empty() || truth.size() != predicted.size() || std::ssize(truth) != offsets.back()) {
    throw OptionError("predicted", fmt::format("{} tags", predicted.size()),
                      fmt::format("must be as many as the {} true ones and the {} tokens, "
                                  "and one at least",
                                  truth.size(), offsets.back()));
  }
  TaggingScore score;
  score.sentences = std::ssize(offsets) - 1;
  score.tokens = std::ssize(truth);
  std::int64_t right = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) right += truth[i] == predicted[i] ? 1 : 0;
  score.accuracy = static_cast<double>(right) / static_cast<double>(score.tokens);
  const bool of_scheme = are_of_scheme(truth) && are_of_scheme(predicted);
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) {
    const std::size_t begin = static_cast<std::size_t>(offsets[s]);
    const std::size_t length = static_cast<std::size_t>(offsets[s + 1]) - begin;
    const std::vector<Entity> wanted = entities_of(truth.subspan(begin, length), of_scheme);
    const std::vector<Entity> given = entities_of(predicted.subspan(begin, length), of_scheme);
    for (const Entity& entity : wanted) ++score.types[entity.type].entities;
    for (const Entity& entity : given) {
      EntityScore& of_type = score.types[entity.type];
      ++of_type.predicted;
      if (std::find(wanted.begin(), wanted.end(), entity) != wanted.end()) ++of_type.found;
    }
  }
  for (const auto& [type, of_type] : score.types) {
    score.all.entities += of_type.entities;
    score.all.predicted += of_type.predicted;
    score.all.found += of_type.found;
  }
  return score;
}

nlohmann::ordered_json to_json(const TaggingScore& score) {
  const auto object_of = [](const EntityScore& of_type) {
    return nlohmann::ordered_json{{"precision", of_type.precision()},
                                  {"recall", of_type.recall()},
                                  {"f1", of_type.f1()},
                                  {"entities", of_type.entities},
                                  {"predicted", of_type.predicted},
                                  {"found", of_type.found}};
  };
  auto types = nlohmann::ordered_json::object();
  for (const auto& [type, of_type] : score.types) types[type] = object_of(of_type);
  return {{"sentences", score.sentences},
          {"tokens", score.tokens},
          {"accuracy", score.accuracy},
          {"entities", object_of(score.all)},
          {"types", std::move(types)}};
}

}  // namespace eigenlex
