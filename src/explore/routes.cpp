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

constexpr auto kRoutes = std::to_array<RouteAnswer>({
    {{"/api", {}}},
    {{"/api/analogy", kOfAnalogy}, answer_analogy},
    {{"/api/complete", kOfComplete}, answer_complete},
    {{"/api/map", kOfModel}, answer_map},
    {{"/api/models", {}}},
    {{"/api/neighbours", kOfNeighbours}, answer_neighbours},
    {{"/api/similarity", kOfSimilarity}, answer_similarity},
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
