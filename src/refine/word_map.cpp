#include "eigenlex/refine/word_map.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/nearest_rows.hpp"
#include "eigenlex/matrix/unit_rows.hpp"
#include "eigenlex/refine/classes.hpp"
#include "eigenlex/refine/principal_components.hpp"

#include "refine/map_classes.hpp"

namespace eigenlex {
namespace {

/// Of fewer points than that none has two neighbours less than a third of them away.
constexpr Eigen::Index kFewestLaidOut = 7;

/// All words in one class where none has a direction, which k-means needs.
KMeansResult cluster(const RowMatrix& units, const KMeansOptions& options,
                     const Progress& progress) {
  if (!units.isZero(0)) return kmeans(units, options, progress);
  KMeansResult found;
  found.centroids = RowMatrix::Zero(1, units.cols());
  found.assignment.labels.assign(as_size(units.rows()), 0);
  found.assignment.costs.assign(as_size(units.rows()), 1);
  return found;
}

/// Words are in the order of their frequency.
std::vector<std::int32_t> name_of(const PointClass& each, std::size_t count) {
  const std::size_t quarter = std::max(each.members.size() / 4, count);
  std::vector<std::int32_t> central = each.members;
  central.resize(std::min(central.size(), quarter));
  std::ranges::sort(central);
  central.resize(std::min(central.size(), count));
  return central;
}

void add_classes(const KMeansResult& found, std::int64_t central, WordMap& map) {
  map.class_of.resize(found.assignment.labels.size());
  for (const PointClass& each : classes_of(found.assignment, found.centroids.rows())) {
    const auto number = static_cast<std::int32_t>(map.classes.size());
    for (const std::int32_t id : each.members) map.class_of[as_size(id)] = number;
    MapClass& added = map.classes.emplace_back();
    added.cohesion = cohesion(each, Metric::kCosine);
    added.central = name_of(each, as_size(central));
  }
  internal::place_classes(map);
}

/// The two directions in which a few points vary most.
RowMatrix few_places(const RowMatrix& units) {
  RowMatrix places = RowMatrix::Zero(units.rows(), 2);
  if (places.size() == 0 || units.cols() == 0) return places;
  const RowMatrix components = principal_components(units, 2);
  places.leftCols(components.cols()) = components;
  return places;
}

/// Rows of length 1 as they are; those of length 0 get a direction that no other has, or they would
/// be nearer to every row than rows of cosine 0 are to each other.
RowMatrix all_with_direction(RowMatrix units) {
  const Eigen::Index dimensions = units.cols();
  bool is_wider = false;
  for (Eigen::Index i = 0; i < units.rows(); ++i) {
    if (!units.row(i).isZero(0)) continue;
    if (!is_wider) units.conservativeResizeLike(RowMatrix::Zero(units.rows(), dimensions + 1));
    is_wider = true;
    units(i, dimensions) = 1;
  }
  return units;
}

/// A perplexity, or the largest that so many points allow.
double lowered(double perplexity, Eigen::Index points) {
  return std::min(perplexity, static_cast<double>(points - 1) / 3);
}

RowMatrix lay_out(const RowMatrix& units, double perplexity, TsneOptions options,
                  Observer& observer) {
  options.perplexity = perplexity;
  const NearestRows near =
      nearest_rows(units, options.neighbours(units.rows()), observer.begin("neighbours", "words"));
  observer.end();
  RowMatrix places = tsne(units, near, options, observer.begin("map", "steps"));
  observer.end();
  return places;
}

void check(const Embedding& embedding) {
  if (embedding.vocabulary.size() != embedding.table.rows()) {
    throw OptionError(
        "embedding.table.rows", std::to_string(embedding.table.rows()),
        "must be the number of words, " + std::to_string(embedding.vocabulary.size()));
  }
  if (!embedding.table.allFinite()) {
    throw OptionError("embedding.table", "a number that is not finite", "must be finite");
  }
}

}  // namespace

void WordMapOptions::validate() const {
  layout.validate();
  classes.validate();
  if (classes.metric != Metric::kCosine) {
    throw OptionError("WordMapOptions.classes.metric", enum_name(classes.metric),
                      "must be cosine, as that of the map is");
  }
  if (central_words < 1) {
    throw OptionError("WordMapOptions.central_words", std::to_string(central_words),
                      "must be at least 1");
  }
}

WordMap word_map(const Embedding& embedding, const WordMapOptions& options, Observer& observer) {
  options.validate();
  check(embedding);
  const CancellationScope scope(observer.cancellation());
  RowMatrix units = unit_rows(embedding.table);
  const KMeansResult found = cluster(units, options.classes, observer.begin("classes"));
  observer.end();
  units = all_with_direction(std::move(units));
  WordMap map;
  if (units.rows() < kFewestLaidOut) {
    map.places = few_places(units);
  } else {
    map.perplexity = lowered(options.layout.perplexity, units.rows());
    map.places = lay_out(units, map.perplexity, options.layout, observer);
  }
  add_classes(found, options.central_words, map);
  return map;
}

nlohmann::ordered_json to_json(const WordMap& map, const Vocabulary& words) {
  auto classes = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < map.classes.size(); ++i) {
    const MapClass& each = map.classes[i];
    auto name = nlohmann::ordered_json::array();
    for (const std::int32_t id : each.central) name.push_back(words.word(id));
    classes.push_back({{"class", i},
                       {"size", each.size},
                       {"cohesion", each.cohesion},
                       {"words", std::move(name)},
                       {"x", each.place[0]},
                       {"y", each.place[1]}});
  }
  return {{"words", map.places.rows()},
          {"perplexity", map.perplexity},
          {"classes", std::move(classes)}};
}

}  // namespace eigenlex
