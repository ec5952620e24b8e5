#include "explore/routes.hpp"

#include <array>
#include <vector>

namespace eigenlex {
namespace internal {
namespace {

constexpr auto kOfModel = std::to_array<ExploreParameter>({{"model"}});
constexpr auto kOfAnalogy = std::to_array<ExploreParameter>(
    {{"a", true}, {"b", true}, {"c", true}, {"count"}, {"objective"}, {"model"}});
constexpr auto kOfComplete =
    std::to_array<ExploreParameter>({{"prefix", true}, {"count"}, {"model"}});
constexpr auto kOfNeighbours =
    std::to_array<ExploreParameter>({{"word", true}, {"count"}, {"restrict"}, {"model"}});
constexpr auto kOfSimilarity =
    std::to_array<ExploreParameter>({{"a", true}, {"b", true}, {"model"}});

constexpr auto kOfContexts =
    std::to_array<ExploreParameter>({{"word", true}, {"count"}, {"measure"}, {"model"}});
constexpr auto kOfKwic =
    std::to_array<ExploreParameter>({{"word", true}, {"with"}, {"count"}, {"model"}});
constexpr auto kOfWhy =
    std::to_array<ExploreParameter>({{"a", true}, {"b", true}, {"count"}, {"least"}, {"model"}});

constexpr auto kRoutes = std::to_array<RouteAnswer>({
    {{"/api", {}}},
    {{"/api/analogy", kOfAnalogy}, answer_analogy},
    {{"/api/complete", kOfComplete}, answer_complete},
    {{"/api/contexts", kOfContexts}, answer_contexts},
    {{"/api/kwic", kOfKwic}, answer_kwic},
    {{"/api/map", kOfModel}, answer_map},
    {{"/api/models", {}}},
    {{"/api/neighbours", kOfNeighbours}, answer_neighbours},
    {{"/api/similarity", kOfSimilarity}, answer_similarity},
    {{"/api/why", kOfWhy}, answer_why},
    {{"/api/words", kOfModel}, answer_words},
});

}  // namespace

std::span<const RouteAnswer> all_routes() { return kRoutes; }

}  // namespace internal

std::vector<ExploreRoute> explore_routes() {
  std::vector<ExploreRoute> routes;
  for (const internal::RouteAnswer& each : internal::all_routes()) routes.push_back(each.route);
  return routes;
}

}  // namespace eigenlex
