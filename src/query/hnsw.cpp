#include "eigenlex/query/hnsw.hpp"

#include <algorithm>
#include <memory>
#include <queue>
#include <string>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "query/quick_product.hpp"

namespace eigenlex {
namespace {

using internal::compact_product;
using internal::float_product;
using internal::QuickProduct;

constexpr std::int64_t kQueriesPerBlock = 16;

/// A row and its product with the query; the order is total, so that searches are the same always.
struct Visit {
  float product;
  std::int32_t id;

  friend bool operator<(const Visit& a, const Visit& b) {
    return a.product != b.product ? a.product < b.product : a.id > b.id;
  }
  friend bool operator>(const Visit& a, const Visit& b) { return b < a; }
};

/// Rows seen on a walk: a table of open addressing that grows with them, for they are few of all.
class SeenRows {
 public:
  void clear() {
    std::ranges::fill(places_, kNone);
    size_ = 0;
  }

  /// Whether the row was not seen before.
  bool insert(std::int32_t id) {
    if (2 * size_ >= places_.size()) grow();
    std::int32_t& place = locate(id);
    if (place == id) return false;
    place = id;
    ++size_;
    return true;
  }

 private:
  static constexpr std::int32_t kNone = -1;

  std::int32_t& locate(std::int32_t id) {
    // Neighbours have ids without order, but a file may say otherwise: multiply, as Knuth does.
    constexpr std::uint32_t kGolden = 2654435769;
    const std::size_t mask = places_.size() - 1;
    std::size_t i = (static_cast<std::uint32_t>(id) * kGolden >> 4) & mask;
    while (places_[i] != kNone && places_[i] != id) i = (i + 1) & mask;
    return places_[i];
  }

  void grow() {
    const std::vector<std::int32_t> old = std::move(places_);
    places_.assign(2 * old.size(), kNone);
    for (const std::int32_t id : old) {
      if (id != kNone) locate(id) = id;
    }
  }

  std::vector<std::int32_t> places_ = std::vector<std::int32_t>(1024, kNone);
  std::size_t size_ = 0;
};

std::unique_ptr<QuickProduct> walk_product(const UnitTable& units,
                                           const Eigen::RowVectorXf& query) {
  const bool floats = std::holds_alternative<Table>(units.storage());
  return floats ? float_product(units, query) : compact_product(units, query);
}

/// Walks a graph for one query at a time.
class GraphWalk {
 public:
  explicit GraphWalk(const HnswGraph& graph) : graph_(graph) {}

  /// Ids of about the `effort` rows nearest to a unit vector.
  std::vector<std::int32_t> near(const QuickProduct& product, std::int32_t effort) {
    Visit best{product(graph_.entry()), graph_.entry()};
    for (std::int64_t level = graph_.level(best.id); level > 0; --level) {
      best = descend(product, best, level);
    }
    return widen(product, best, static_cast<std::size_t>(effort));
  }

 private:
  /// The best row that steps to better neighbours of a level lead to.
  Visit descend(const QuickProduct& product, Visit best, std::int64_t level) const {
    for (bool moved = true; moved;) {
      moved = false;
      for (const std::int32_t id : graph_.neighbours(best.id, level)) {
        const Visit visit{product(id), id};
        if (best < visit) {
          best = visit;
          moved = true;
        }
      }
    }
    return best;
  }

  /// Best-first search of level 0 that keeps the `effort` best.
  std::vector<std::int32_t> widen(const QuickProduct& product, const Visit& start,
                                  std::size_t effort) {
    seen_.clear();
    std::priority_queue<Visit> open;
    std::priority_queue<Visit, std::vector<Visit>, std::greater<>> kept;
    const auto add = [&](const Visit& visit) {
      if (kept.size() == effort && visit < kept.top()) return;
      open.push(visit);
      kept.push(visit);
      if (kept.size() > effort) kept.pop();
    };
    seen_.insert(start.id);
    add(start);
    while (!open.empty()) {
      const Visit visit = open.top();
      open.pop();
      if (kept.size() == effort && visit < kept.top()) break;
      for (const std::int32_t id : graph_.neighbours(visit.id, 0)) {
        if (seen_.insert(id)) add({product(id), id});
      }
    }
    std::vector<std::int32_t> ids;
    for (; !kept.empty(); kept.pop()) ids.push_back(kept.top().id);
    return ids;
  }

  const HnswGraph& graph_;
  SeenRows seen_;
};

void require_rising(const std::vector<std::int64_t>& offsets, std::int64_t last, const char* name) {
  if (offsets.empty() || offsets.front() != 0 || offsets.back() != last ||
      !std::ranges::is_sorted(offsets)) {
    throw FormatError(fmt::format("{}: must rise from 0 to {}", name, last));
  }
}

void require_fit(const UnitTable& units, const Vocabulary& vocabulary, const HnswGraph& graph,
                 const Eigen::Ref<const Table>& queries,
                 std::span<const std::vector<std::int32_t>> excluded,
                 const NeighbourOptions& options, std::int32_t effort) {
  options.validate();
  require_same_size(units, vocabulary);
  const auto require = [](bool fits, const char* field, std::int64_t value, std::int64_t needed) {
    if (fits) return;
    throw OptionError(field, fmt::to_string(value), fmt::format("must be {}", needed));
  };
  require(graph.size() == units.size(), "graph.size", graph.size(), units.size());
  require(queries.cols() == units.dimensions(), "queries.cols", queries.cols(), units.dimensions());
  require(excluded.empty() || std::ssize(excluded) == queries.rows(), "excluded.size",
          std::ssize(excluded), queries.rows());
  require(options.restrict_to == 0, "NeighbourOptions.restrict_to", options.restrict_to, 0);
  if (options.among || !options.leave_out.empty()) {
    throw OptionError("NeighbourOptions", "a choice of rows", "cannot be kept by a graph");
  }
  if (effort < 1) throw OptionError("effort", fmt::to_string(effort), "must be at least 1");
}

}  // namespace

void HnswOptions::validate() const {
  if (links < 2 || links > 512) {
    throw OptionError("HnswOptions.links", fmt::to_string(links), "must be in 2 .. 512");
  }
  if (build_effort < links || build_effort > 100000) {
    throw OptionError("HnswOptions.build_effort", fmt::to_string(build_effort),
                      fmt::format("must be in {} .. 100000", links));
  }
}

HnswGraph::HnswGraph(Parts parts) : parts_(std::move(parts)) {
  const std::int64_t lists = std::ssize(parts_.list_begin) - 1;
  require_rising(parts_.list_begin, std::ssize(parts_.neighbours), "list_begin");
  require_rising(parts_.first_list, lists, "first_list");
  if (parts_.entry < 0 || parts_.entry >= size()) {
    throw FormatError(fmt::format("entry: is {}, must be below {}", parts_.entry, size()));
  }
  for (std::int32_t id = 0; id < size(); ++id) {
    if (level(id) < 0) throw FormatError(fmt::format("first_list: row {} has no list", id));
    if (level(id) > level(parts_.entry)) {
      throw FormatError(fmt::format("entry: row {} is on a higher level", id));
    }
  }
  for (std::int32_t id = 0; id < size(); ++id) {
    for (std::int64_t at = 0; at <= level(id); ++at) {
      for (const std::int32_t other : neighbours(id, at)) {
        if (other >= 0 && other < size() && level(other) >= at) continue;
        throw FormatError(fmt::format("neighbours: row {} has {} on level {}, which is not there",
                                      id, other, at));
      }
    }
  }
}

std::span<const std::int32_t> HnswGraph::neighbours(std::int32_t id, std::int64_t level) const {
  const auto list = static_cast<std::size_t>(first_list(id) + level);
  const auto begin = static_cast<std::size_t>(parts_.list_begin[list]);
  const auto end = static_cast<std::size_t>(parts_.list_begin[list + 1]);
  return {parts_.neighbours.data() + begin, end - begin};
}

std::vector<std::vector<Neighbour>> nearest_by_graph(
    const UnitTable& units, const Vocabulary& vocabulary, const HnswGraph& graph,
    const Eigen::Ref<const Table>& queries, std::span<const std::vector<std::int32_t>> excluded,
    const NeighbourOptions& options, std::int32_t effort) {
  require_fit(units, vocabulary, graph, queries, excluded, options, effort);
  std::vector<std::vector<Neighbour>> results(static_cast<std::size_t>(queries.rows()));
  parallel_blocks(
      queries.rows(), kQueriesPerBlock, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        GraphWalk walk(graph);
        for (std::int64_t query = begin; query < end; ++query) {
          const Eigen::RowVectorXf vector = unit_vector(queries.row(query));
          const auto q = static_cast<std::size_t>(query);
          const std::span<const std::int32_t> left_out =
              excluded.empty() ? std::span<const std::int32_t>() : excluded[q];
          const std::int64_t wanted = options.count + std::ssize(left_out);
          const auto width = static_cast<std::int32_t>(
              std::min<std::int64_t>(units.size(), std::max<std::int64_t>(effort, wanted)));
          std::vector<Neighbour>& found = results[q];
          for (const std::int32_t id : walk.near(*walk_product(units, vector), width)) {
            if (std::ranges::count(left_out, id) > 0) continue;
            found.push_back({id, static_cast<float>(std::clamp(units.dot(id, vector), -1.0, 1.0))});
          }
          std::ranges::sort(found, CloserNeighbour(vocabulary));
          if (std::ssize(found) > options.count) {
            found.resize(static_cast<std::size_t>(options.count));
          }
        }
      });
  return results;
}

double graph_recall(const UnitTable& units, const Vocabulary& vocabulary, const HnswGraph& graph,
                    std::int32_t queries, std::int32_t count, std::int32_t effort) {
  if (queries < 1) throw OptionError("queries", fmt::to_string(queries), "must be at least 1");
  const std::int64_t asked = std::min(queries, units.size());
  Table vectors(asked, units.dimensions());
  std::vector<std::vector<std::int32_t>> excluded;
  for (std::int64_t i = 0; i < asked; ++i) {
    const auto id = static_cast<std::int32_t>(i * units.size() / asked);
    vectors.row(i) = units.row(id);
    excluded.push_back({id});
  }
  const NeighbourOptions options{.count = count};
  const auto exact = nearest(units, vocabulary, vectors, excluded, options);
  const auto found = nearest_by_graph(units, vocabulary, graph, vectors, excluded, options, effort);
  std::int64_t same = 0;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    total += std::ssize(exact[i]);
    for (const Neighbour& neighbour : exact[i]) same += std::ranges::count(found[i], neighbour);
  }
  return total == 0 ? 1 : static_cast<double>(same) / static_cast<double>(total);
}

}  // namespace eigenlex
