#include "eigenlex/refine/classes.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/scale.hpp"

#include "refine/kmeans_parts.hpp"

namespace eigenlex {
namespace {

using internal::cost_at;
using internal::ready_points;
using internal::ReadyPoints;
using internal::require_fit;
using internal::score_offsets;

constexpr std::int64_t kClassRowsPerBlock = 256;

/// 1 / cost, made to sum to 1.
Eigen::RowVectorXf weights_of(const Eigen::RowVectorXd& costs) {
  if (costs.minCoeff() <= 0) {
    const Eigen::RowVectorXf exact = (costs.array() <= 0).cast<float>();
    return exact / exact.sum();
  }
  // Relative to the smallest, so that the reciprocals do not overflow.
  const Eigen::RowVectorXf shares = costs.cast<float>().minCoeff() / costs.cast<float>().array();
  return shares / shares.sum();
}

}  // namespace

std::vector<PointClass> classes_of(const Assignment& assignment, std::int64_t clusters) {
  std::vector<PointClass> classes(static_cast<std::size_t>(clusters));
  for (std::size_t i = 0; i < assignment.labels.size(); ++i) {
    PointClass& owner = classes[static_cast<std::size_t>(assignment.labels[i])];
    owner.cluster = assignment.labels[i];
    owner.members.push_back(static_cast<std::int32_t>(i));
    owner.mean_cost += assignment.costs[i];
  }
  std::erase_if(classes, [](const PointClass& each) { return each.members.empty(); });
  for (PointClass& each : classes) {
    each.mean_cost /= static_cast<double>(each.members.size());
    std::ranges::stable_sort(each.members, {}, [&](std::int32_t id) {
      return assignment.costs[static_cast<std::size_t>(id)];
    });
  }
  std::ranges::stable_sort(classes, [](const PointClass& a, const PointClass& b) {
    return a.members.size() > b.members.size();
  });
  return classes;
}

double class_distance(double cost, Metric metric) {
  return metric == Metric::kCosine ? cost : std::sqrt(cost);
}

double cohesion(const PointClass& each, Metric metric) {
  return metric == Metric::kCosine ? 1 - each.mean_cost : each.mean_cost;
}

SoftAssignment assign_softly(const RowMatrix& points, const RowMatrix& centroids, Metric metric,
                             std::int64_t m) {
  if (m < 1 || m > centroids.rows()) {
    throw OptionError("m", std::to_string(m),
                      fmt::format("must be 1..{}, the number of centroids", centroids.rows()));
  }
  require_fit(points, centroids);
  const ReadyPoints ready = ready_points(points, metric, largest_magnitude(centroids));
  const RowMatrix& rows = ready.rows;
  const RowMatrix centres = static_cast<float>(ready.scale) * centroids;
  const Eigen::RowVectorXf offsets = score_offsets(centres, metric);
  SoftAssignment soft{SoftAssignment::Labels(rows.rows(), m), SoftAssignment::Costs(rows.rows(), m),
                      RowMatrix(rows.rows(), m)};
  parallel_blocks(
      rows.rows(), kClassRowsPerBlock, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        RowMatrix scores = offsets.replicate(end - begin, 1);
        scores.noalias() += rows.middleRows(begin, end - begin) * centres.transpose();
        std::vector<std::int32_t> order(static_cast<std::size_t>(centroids.rows()));
        for (std::int64_t i = begin; i < end; ++i) {
          std::iota(order.begin(), order.end(), 0);
          std::ranges::partial_sort(order, order.begin() + m, [&](std::int32_t a, std::int32_t b) {
            const float score_a = scores(i - begin, a), score_b = scores(i - begin, b);
            return score_a > score_b || (score_a == score_b && a < b);
          });
          for (std::int64_t j = 0; j < m; ++j) {
            const std::int32_t label = order[static_cast<std::size_t>(j)];
            soft.labels(i, j) = label;
            soft.costs(i, j) = cost_at(rows.row(i), centres.row(label), metric);
          }
          soft.weights.row(i) = weights_of(soft.costs.row(i));
        }
      });
  soft.costs /= ready.scale * ready.scale;
  return soft;
}

std::vector<std::string> central_words(const PointClass& each, const Vocabulary& words,
                                       std::size_t count) {
  std::vector<std::string> central;
  for (std::size_t i = 0; i < std::min(count, each.members.size()); ++i) {
    central.emplace_back(words.word(each.members[i]));
  }
  return central;
}

nlohmann::ordered_json to_json(const KMeansResult& found, const std::vector<PointClass>& classes,
                               const Vocabulary& words, const KMeansOptions& options,
                               std::size_t central) {
  auto list = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < classes.size(); ++i) {
    list.push_back({{"class", i},
                    {"size", classes[i].members.size()},
                    {options.metric == Metric::kCosine ? "cohesion" : "spread",
                     cohesion(classes[i], options.metric)},
                    {"words", central_words(classes[i], words, central)}});
  }
  return {{"words", words.size()},
          {"classes", std::move(list)},
          {"metric", enum_name(options.metric)},
          {"seed", options.seed},
          {"iterations", found.inertias.size()},
          {"stop", enum_name(found.stop)},
          {"reseeded", found.reseeded},
          {"inertias", found.inertias}};
}

}  // namespace eigenlex
