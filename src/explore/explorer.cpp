#include "eigenlex/explore/explorer.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "explore/explored_model.hpp"
#include "explore/json_line.hpp"
#include "explore/not_kept.hpp"
#include "explore/parameters.hpp"
#include "explore/routes.hpp"

namespace eigenlex {
namespace {

using internal::ExploredModel;
using internal::json_line;
using internal::MapAnswer;
using internal::NotKept;
using internal::Parameters;
using internal::RouteAnswer;
using internal::RouteReply;
using Json = nlohmann::ordered_json;

ExploreAnswer refusal(int status, Json error) {
  return {status, json_line({{"error", std::move(error)}})};
}

Json routes_json() {
  Json list = Json::array();
  for (const ExploreRoute& route : explore_routes()) {
    Json& each = list.emplace_back(Json{{"path", route.path}, {"parameters", Json::array()}});
    for (const ExploreParameter& parameter : route.parameters) {
      each["parameters"].push_back({{"name", parameter.name}, {"required", parameter.required}});
    }
  }
  return {{"routes", std::move(list)}};
}

Json models_json(std::span<const std::unique_ptr<ExploredModel>> models) {
  Json list = Json::array();
  for (const auto& model : models) {
    Json& about = list.emplace_back(model->about());
    about["map"] = model->map().state() != MapAnswer::State::kNone;
  }
  return {{"models", std::move(list)}};
}

ExploreAnswer answer_of(const RouteReply& reply) {
  return {reply.status, reply.text ? *reply.text : json_line(reply.json)};
}

RouteReply answer_route(const RouteAnswer& route, const Parameters& parameters,
                        std::span<const std::unique_ptr<ExploredModel>> models) {
  if (route.answer == nullptr) {
    return route.route.path == "/api/models" ? models_json(models) : routes_json();
  }
  const auto number = parameters.number("model", 0, 0, static_cast<int>(models.size()) - 1);
  return route.answer(*models[static_cast<std::size_t>(number)], parameters);
}

}  // namespace

Explorer::Explorer(std::span<const std::filesystem::path> models, const ReadOptions& read) {
  if (models.empty() || models.size() > kMostModels) {
    throw OptionError("models", fmt::to_string(models.size()),
                      fmt::format("must be in 1 .. {}", kMostModels));
  }
  for (const auto& path : models) models_.push_back(std::make_unique<ExploredModel>(path, read));
}

Explorer::Explorer(std::string name, Searcher searcher) {
  models_.push_back(std::make_unique<ExploredModel>(std::move(name), std::move(searcher)));
}

Explorer::Explorer(Explorer&& other) noexcept = default;
Explorer& Explorer::operator=(Explorer&& other) noexcept = default;
Explorer::~Explorer() = default;

const std::string& Explorer::name(std::size_t model) const { return models_.at(model)->name(); }

const Searcher& Explorer::searcher(std::size_t model) const {
  return models_.at(model)->searcher();
}

void Explorer::make_maps(Observer& observer) {
  for (const auto& model : models_) model->make_map(observer);
}

ExploreAnswer Explorer::answer(const ExploreRequest& request) const {
  const auto routes = internal::all_routes();
  const auto route = std::ranges::find_if(
      routes, [&](const RouteAnswer& each) { return each.route.path == request.path; });
  if (route == routes.end()) {
    return refusal(404, {{"message", "there is no such path; /api lists those that there are"}});
  }
  // Many ask at a time: each on the thread that it has, and no more.
  const ThreadCount one(1);
  try {
    const Parameters parameters(request, route->route.parameters);
    return answer_of(answer_route(*route, parameters, models_));
  } catch (const NotKept& error) {
    return refusal(404, {{"message", error.what()}, {"what", error.name()}});
  } catch (const OptionError& error) {
    return refusal(400, {{"message", error.what()},
                         {"parameter", error.field()},
                         {"value", error.value()},
                         {"requirement", error.requirement()}});
  }
}

}  // namespace eigenlex
