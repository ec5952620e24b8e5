#include "compare/views.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "eigenlex/embedding/select_words.hpp"
#include "eigenlex/evaluate/neighbour_overlap.hpp"
#include "eigenlex/query/unit_table.hpp"
#include "eigenlex/refine/kmeans.hpp"
#include "eigenlex/refine/principal_components.hpp"
#include "eigenlex/refine/tsne.hpp"

namespace eigenlex::internal {
namespace {

using nlohmann::json;

constexpr std::int32_t kProbeWords = 1000;
constexpr std::int32_t kNeighbours = 10;
constexpr std::size_t kWordsShown = 8;
constexpr std::size_t kNeighboursShown = 5;
constexpr std::int32_t kMapWords = 600;
/// The most frequent words, "the" and "of", say little of meaning: a map begins after them.
constexpr std::int32_t kMapSkips = 100;
constexpr std::int64_t kClasses = 12;

NeighbourLists lists_of(const Embedding& embedding) {
  return nearest_lists(UnitTable(Table(embedding.table)), embedding.vocabulary,
                       std::min(kProbeWords, embedding.vocabulary.size()), kNeighbours);
}

json first_words(const Vocabulary& vocabulary, const std::vector<std::int32_t>& ids) {
  json words = json::array();
  for (const std::int32_t id : ids) {
    if (words.size() < kNeighboursShown) words.emplace_back(vocabulary.word(id));
  }
  return words;
}

json overlap_json(const NeighbourOverlap& overlap) {
  return {{"mean", overlap.mean ? json(*overlap.mean) : json(nullptr)},
          {"low", overlap.interval ? json(overlap.interval->low) : json(nullptr)},
          {"high", overlap.interval ? json(overlap.interval->high) : json(nullptr)}};
}

/// Rows of the words on the map, each of length 1.
RowMatrix map_rows(const Embedding& embedding) {
  const std::int32_t size = embedding.vocabulary.size();
  const std::int32_t skipped = size >= kMapSkips + kMapWords ? kMapSkips : 0;
  return unit_rows(embedding.table.middleRows(skipped, std::min(kMapWords, size - skipped)));
}

json columns(const RowMatrix& places) {
  json result = json::array();
  for (Eigen::Index i = 0; i < places.rows(); ++i) {
    // Four digits are more than a screen shows.
    const auto rounded = [&](Eigen::Index column) {
      return column < places.cols() ? std::round(1e4 * static_cast<double>(places(i, column))) / 1e4
                                    : 0.0;
    };
    result.push_back({rounded(0), rounded(1)});
  }
  return result;
}

/// Clusters of words; all in one where there are too few to cluster.
std::vector<std::int32_t> classes_of(const RowMatrix& rows) {
  if (rows.rows() < 4 * kClasses) return std::vector<std::int32_t>(rows.rows(), 0);
  return kmeans(rows, {.clusters = kClasses, .metric = Metric::kCosine}).assignment.labels;
}

}  // namespace

json neighbour_overlaps(const SharedTables& shared, const Progress& progress) {
  std::vector<NeighbourLists> lists;
  for (const Embedding& table : shared.tables) {
    report(progress, std::ssize(lists), std::ssize(shared.tables));
    lists.push_back(lists_of(table));
  }
  json pairs = json::array();
  for (std::size_t i = 0; i < lists.size(); ++i) {
    for (std::size_t j = i + 1; j < lists.size(); ++j) {
      const NeighbourOverlap overlap = neighbour_overlap(lists[i], lists[j]);
      json pair = overlap_json(overlap);
      pair["first"] = shared.names[i];
      pair["second"] = shared.names[j];
      pair["words"] = json::array();
      const Vocabulary& vocabulary = shared.tables[i].vocabulary;
      for (const std::int32_t id : least_overlapping(overlap, kWordsShown)) {
        const auto word = static_cast<std::size_t>(id);
        pair["words"].push_back({{"word", vocabulary.word(id)},
                                 {"jaccard", overlap.by_word[word]},
                                 {"first", first_words(vocabulary, lists[i][word])},
                                 {"second", first_words(vocabulary, lists[j][word])}});
      }
      pairs.push_back(std::move(pair));
    }
  }
  const std::int32_t probes =
      shared.tables.empty() ? 0 : std::min(kProbeWords, shared.tables.front().vocabulary.size());
  return {{"probe_words", probes}, {"neighbours", kNeighbours}, {"pairs", std::move(pairs)}};
}

json table_spectra(const SharedTables& shared, const Progress& progress) {
  json spectra = json::array();
  for (std::size_t i = 0; i < shared.tables.size(); ++i) {
    report(progress, static_cast<std::int64_t>(i), std::ssize(shared.tables));
    const Eigen::VectorXd values = table_singular_values(unit_rows(shared.tables[i].table));
    json shares = json::array();
    for (const double value : values) {
      shares.push_back(values[0] > 0 ? std::round(1e5 * value / values[0]) / 1e5 : 0.0);
    }
    spectra.push_back({{"contender", shared.names[i]}, {"values", std::move(shares)}});
  }
  return spectra;
}

json word_maps(const SharedTables& shared, const Progress& progress) {
  json maps = json::array();
  json words = json::array();
  const auto contenders = std::ssize(shared.tables);
  for (std::size_t i = 0; i < shared.tables.size(); ++i) {
    const RowMatrix rows = map_rows(shared.tables[i]);
    if (rows.rows() < 10) break;
    const TsneOptions options{.perplexity = std::min(30.0, static_cast<double>(rows.rows()) / 4)};
    const auto done = static_cast<std::int64_t>(i);
    const RowMatrix places = tsne(rows, options, [&](std::int64_t step, std::int64_t steps) {
      report(progress, done * steps + step, contenders * steps);
    });
    maps.push_back({{"contender", shared.names[i]},
                    {"pca", columns(principal_components(rows, 2))},
                    {"tsne", columns(places)},
                    {"classes", classes_of(rows)}});
  }
  if (!maps.empty()) {
    const Vocabulary& vocabulary = shared.tables.front().vocabulary;
    const std::int32_t skipped = vocabulary.size() >= kMapSkips + kMapWords ? kMapSkips : 0;
    for (std::int32_t id = skipped; id < std::min(skipped + kMapWords, vocabulary.size()); ++id) {
      words.emplace_back(vocabulary.word(id));
    }
  }
  return {{"words", std::move(words)}, {"maps", std::move(maps)}};
}

json seed_stability(const std::vector<Embedding>& runs, const Progress& progress) {
  std::vector<NeighbourLists> lists;
  for (const Embedding& run : runs) {
    report(progress, std::ssize(lists), std::ssize(runs));
    lists.push_back(lists_of(run));
  }
  double sum = 0;
  int pairs = 0;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    for (std::size_t j = i + 1; j < lists.size(); ++j) {
      sum += *neighbour_overlap(lists[i], lists[j]).mean;
      ++pairs;
    }
  }
  return {{"mean", sum / pairs}, {"runs", runs.size()}};
}

}  // namespace eigenlex::internal
