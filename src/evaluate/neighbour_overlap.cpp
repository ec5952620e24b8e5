#include "eigenlex/evaluate/neighbour_overlap.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "eigenlex/core/error.hpp"
#include "eigenlex/query/neighbours.hpp"

#include "evaluate/bootstrap.hpp"

namespace eigenlex {
namespace {

using internal::bootstrap_mean;
using internal::MeanInterval;

std::vector<std::int32_t> sorted(std::span<const std::int32_t> ids) {
  std::vector<std::int32_t> result(ids.begin(), ids.end());
  std::ranges::sort(result);
  return result;
}

}  // namespace

NeighbourLists nearest_lists(const UnitTable& units, const Vocabulary& vocabulary,
                             std::int32_t words, std::int32_t count) {
  if (words < 0 || words > units.size()) {
    throw OptionError("words", std::to_string(words), "must be 0.." + std::to_string(units.size()));
  }
  std::vector<std::int32_t> ids(static_cast<std::size_t>(words));
  std::iota(ids.begin(), ids.end(), 0);
  NeighbourLists lists;
  lists.reserve(ids.size());
  for (const auto& found : nearest_words(units, vocabulary, ids, {.count = count})) {
    std::vector<std::int32_t>& list = lists.emplace_back();
    for (const Neighbour& neighbour : found) list.push_back(neighbour.id);
  }
  return lists;
}

double jaccard(std::span<const std::int32_t> first, std::span<const std::int32_t> second) {
  if (first.empty() && second.empty()) return 1;
  std::vector<std::int32_t> both;
  std::ranges::set_intersection(sorted(first), sorted(second), std::back_inserter(both));
  return static_cast<double>(both.size()) /
         static_cast<double>(first.size() + second.size() - both.size());
}

NeighbourOverlap neighbour_overlap(const NeighbourLists& first, const NeighbourLists& second,
                                   const BootstrapOptions& options) {
  options.validate();
  if (first.size() != second.size()) {
    throw OptionError("second.size", std::to_string(second.size()),
                      "must be the number of lists of the first, " + std::to_string(first.size()));
  }
  NeighbourOverlap overlap;
  for (std::size_t i = 0; i < first.size(); ++i) {
    overlap.by_word.push_back(jaccard(first[i], second[i]));
  }
  const MeanInterval mean = bootstrap_mean(overlap.by_word, options);
  overlap.mean = mean.mean;
  overlap.interval = mean.interval;
  return overlap;
}

std::vector<std::int32_t> least_overlapping(const NeighbourOverlap& overlap, std::size_t count) {
  std::vector<std::int32_t> ids(overlap.by_word.size());
  std::iota(ids.begin(), ids.end(), 0);
  std::ranges::stable_sort(
      ids, {}, [&](std::int32_t id) { return overlap.by_word[static_cast<std::size_t>(id)]; });
  ids.resize(std::min(count, ids.size()));
  return ids;
}

}  // namespace eigenlex
