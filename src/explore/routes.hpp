#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "eigenlex/explore/explorer.hpp"

#include "explore/explored_model.hpp"
#include "explore/parameters.hpp"

namespace eigenlex::internal {

/// An answer before it is text; or the text itself, where it is the same for all who ask.
struct RouteReply {
  RouteReply(nlohmann::ordered_json value) : json(std::move(value)) {}  // NOLINT(*-explicit-*)
  RouteReply(std::shared_ptr<const std::string> whole)                  // NOLINT(*-explicit-*)
      : text(std::move(whole)) {}

  nlohmann::ordered_json json;
  std::shared_ptr<const std::string> text;
  int status = 200;
};

/// What answers the requests of a path about a model.
using AnswerRoute = RouteReply (*)(const ExploredModel& model, const Parameters& parameters);

struct RouteAnswer {
  ExploreRoute route;
  /// Null for what is about all models: the explorer answers it itself.
  AnswerRoute answer = nullptr;
};

/// All routes, in the order of paths.
std::span<const RouteAnswer> all_routes();

RouteReply answer_analogy(const ExploredModel& model, const Parameters& parameters);
RouteReply answer_complete(const ExploredModel& model, const Parameters& parameters);
RouteReply answer_contexts(const ExploredModel& model, const Parameters& parameters);
RouteReply answer_kwic(const ExploredModel& model, const Parameters& parameters);
RouteReply answer_map(const ExploredModel& model, const Parameters& parameters);
RouteReply answer_neighbours(const ExploredModel& model, const Parameters& parameters);
RouteReply answer_similarity(const ExploredModel& model, const Parameters& parameters);
RouteReply answer_why(const ExploredModel& model, const Parameters& parameters);
RouteReply answer_words(const ExploredModel& model, const Parameters& parameters);

/// Words that have no vector, each with known ones that are spelt like it.
nlohmann::ordered_json unknown_list(const Vocabulary& vocabulary,
                                    std::span<const std::string> words);

}  // namespace eigenlex::internal
