#include "eigenlex/query/axis.hpp"

#include <algorithm>
#include <optional>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/unit_rows.hpp"

namespace eigenlex {
namespace {

Eigen::RowVectorXd vector_of(const Searcher& searcher, const std::string& word) {
  const auto found = searcher.vector(word);
  if (!found) throw OptionError("axis", word, "must have a vector");
  return found->cast<double>();
}

}  // namespace

SemanticAxis semantic_axis(const Searcher& searcher, std::span<const AxisEnds> pairs) {
  if (pairs.empty()) throw OptionError("axis", "no pairs", "must have one at least");
  SemanticAxis axis;
  Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(searcher.units().dimensions());
  for (const auto& [first, second] : pairs) {
    sum += vector_of(searcher, second) - vector_of(searcher, first);
    for (const std::string& word : {first, second}) {
      if (const auto id = searcher.find(word)) axis.ends.push_back(*id);
    }
  }
  axis.direction = unit_vector(sum.cast<float>());
  return axis;
}

std::vector<Projection> project(const Searcher& searcher, const SemanticAxis& axis,
                                std::span<const std::string> words) {
  std::vector<Projection> projections;
  for (const std::string& word : words) {
    Projection& projection = projections.emplace_back();
    const auto vector = searcher.vector(word);
    projection.known = vector.has_value();
    if (vector) projection.position = std::clamp(dot_product(*vector, axis.direction), -1.0, 1.0);
  }
  return projections;
}

AxisExtremes axis_extremes(const Searcher& searcher, const SemanticAxis& axis,
                           const NeighbourOptions& options) {
  NeighbourOptions others = options;
  others.leave_out.insert(others.leave_out.end(), axis.ends.begin(), axis.ends.end());
  Table directions(2, axis.direction.size());
  directions.row(0) = -axis.direction;
  directions.row(1) = axis.direction;
  auto found = nearest(searcher.units(), searcher.vocabulary(), directions, {}, others);
  for (Neighbour& one : found[0]) one.similarity = -one.similarity;
  return {.first = std::move(found[0]), .second = std::move(found[1])};
}

}  // namespace eigenlex
