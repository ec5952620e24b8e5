#include "eigenlex/query/build_index.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "eigenlex/embedding/companion.hpp"

namespace eigenlex {
namespace {

constexpr std::int32_t kSampledWords = 1000;
constexpr std::int32_t kCheckedNeighbours = 10;

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

/// Mean time of a query for one word alone.
double query_seconds(const Searcher& searcher, const HnswGraph& graph) {
  const auto begun = Clock::now();
  const std::int32_t asked = std::min(kSampledWords, searcher.units().size());
  for (std::int32_t i = 0; i < asked; ++i) {
    nearest_by_graph(searcher.units(), searcher.vocabulary(), graph, searcher.units().row(i), {},
                     {.count = kCheckedNeighbours});
  }
  return seconds_since(begun) / asked;
}

}  // namespace

MeasuredIndex build_index(const Searcher& searcher, const HnswOptions& options,
                          Observer& observer) {
  options.validate();
  const auto begun = Clock::now();
  MeasuredIndex measured{
      {build_hnsw(searcher.units(), options, observer.begin("build", "words")), options, 0}};
  observer.end();
  measured.build_seconds = seconds_since(begun);
  observer.begin("measure");
  HnswIndex& index = measured.index;
  index.recall = graph_recall(searcher.units(), searcher.vocabulary(), index.graph, kSampledWords,
                              kCheckedNeighbours);
  measured.query_milliseconds = 1000 * query_seconds(searcher, index.graph);
  observer.end();
  return measured;
}

MeasuredIndex build_index_beside(const std::filesystem::path& vectors, const HnswOptions& options,
                                 const ReadOptions& read, Observer& observer) {
  options.validate();
  const Searcher searcher(vectors, {.graph = false, .read = read});
  MeasuredIndex measured = build_index(searcher, options, observer);
  write_hnsw(measured.index, companion_key(vectors), companion_path(vectors, "index"));
  return measured;
}

nlohmann::ordered_json to_json(const MeasuredIndex& measured) {
  return {{"words", measured.index.graph.size()},
          {"recall_at_10", measured.index.recall},
          {"build_seconds", measured.build_seconds},
          {"query_milliseconds", measured.query_milliseconds}};
}

}  // namespace eigenlex
