// Answers about what a model was made of: contexts and text.

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "eigenlex/query/contexts.hpp"
#include "eigenlex/query/why.hpp"
#include "eigenlex/text/text_index.hpp"

#include "explore/evidence.hpp"
#include "explore/not_kept.hpp"
#include "explore/routes.hpp"

namespace eigenlex::internal {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int32_t kMostContexts = 1000;
/// Contexts that were seen less often with either word say little of it.
constexpr std::int32_t kLeastPairs = 2;
constexpr std::int32_t kMostLeastPairs = 1'000'000;
constexpr std::int32_t kMostOccurrences = 200;

const ContextTable& contexts_of_model(const ExploredModel& model) {
  if (!model.evidence().contexts) throw NotKept("counts");
  return *model.evidence().contexts;
}

/// The id of a word that the model has; nothing, and the word among the unknown, otherwise.
std::optional<std::int32_t> found_word(const ExploredModel& model, const std::string& word,
                                       std::vector<std::string>& unknown) {
  const auto id = model.searcher().find(word);
  if (!id) unknown.push_back(word);
  return id;
}

/// Text around an occurrence as parts, of which some are the words asked for.
Json parts_of(const Occurrence& occurrence) {
  Json parts = Json::array();
  std::size_t done = 0;
  const auto add = [&](std::size_t end, bool is_match) {
    if (end <= done) return;
    parts.push_back({{"text", occurrence.text.substr(done, end - done)}, {"match", is_match}});
    done = end;
  };
  std::vector<TextSpan> matches = occurrence.matches;
  std::ranges::sort(matches, {}, &TextSpan::begin);
  for (const TextSpan& match : matches) {
    add(match.begin, false);
    add(match.end, true);
  }
  add(occurrence.text.size(), false);
  return parts;
}

}  // namespace

RouteReply answer_why(const ExploredModel& model, const Parameters& parameters) {
  const ContextTable& table = contexts_of_model(model);
  const std::int32_t count = parameters.number("count", 50, 1, kMostContexts);
  const std::int32_t least = parameters.number("least", kLeastPairs, 0, kMostLeastPairs);
  std::vector<std::string> unknown;
  const auto first = found_word(model, parameters.required("a"), unknown);
  const auto second = found_word(model, parameters.required("b"), unknown);
  Json answer{{"model", model.name()}};
  if (first && second) {
    const Why found = why(table, *first, *second);
    answer.update(to_json(found, table.vocabulary(), found.telling(count, least)));
  }
  answer["unknown"] = unknown_list(model.searcher().vocabulary(), unknown);
  return answer;
}

RouteReply answer_contexts(const ExploredModel& model, const Parameters& parameters) {
  const ContextTable& table = contexts_of_model(model);
  const ContextOptions options{.measure = parameters.choice("measure", ContextOptions{}.measure),
                               .count = parameters.number("count", 20, 1, kMostContexts)};
  std::vector<std::string> unknown;
  const auto word = found_word(model, parameters.required("word"), unknown);
  Json answer{{"model", model.name()}, {"contexts", Json::array()}};
  if (word) {
    answer["contexts"] = to_json(ranked_contexts(table, *word, options), table.vocabulary());
  }
  answer["unknown"] = unknown_list(model.searcher().vocabulary(), unknown);
  return answer;
}

RouteReply answer_kwic(const ExploredModel& model, const Parameters& parameters) {
  if (!model.evidence().text) throw NotKept("text");
  std::vector<std::string> words{parameters.required("word")};
  if (const auto also = parameters.text("with")) words.push_back(*also);
  const Occurrences found = model.evidence().text->find(
      words, {.count = parameters.number("count", 20, 1, kMostOccurrences)});
  Json occurrences = Json::array();
  for (const Occurrence& each : found.shown) {
    // Of the file only its own name: where it lies is nobody's business.
    occurrences.push_back({{"file", std::filesystem::path(each.file).filename().string()},
                           {"line", each.line},
                           {"parts", parts_of(each)}});
  }
  return Json{{"model", model.name()},
              {"total", found.total},
              {"occurrences", std::move(occurrences)},
              {"unknown", unknown_list(model.searcher().vocabulary(), found.unknown)}};
}

}  // namespace eigenlex::internal
