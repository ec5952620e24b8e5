#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/query/hnsw.hpp"
#include "eigenlex/query/searcher.hpp"

namespace eigenlex {

/// An index, and what it took and takes.
struct MeasuredIndex {
  HnswIndex index;
  double build_seconds = 0;
  double query_milliseconds = 0;  ///< of a word asked for alone, on average
};

/// Builds the graph of a searcher's vectors and measures it: recall of the 10 nearest and time,
/// over some 1,000 words. Stages: "build", whose progress counts words, and "measure". Throws
/// OptionError as `build_hnsw` does. The same graph for the same vectors.
MeasuredIndex build_index(const Searcher& searcher, const HnswOptions& options = {},
                          Observer& observer = unobserved());

/// The same for the vectors at a path, beside which the index is written, for a Searcher to find.
/// Throws IoError and FormatError as well.
MeasuredIndex build_index_beside(const std::filesystem::path& vectors,
                                 const HnswOptions& options = {}, const ReadOptions& read = {},
                                 Observer& observer = unobserved());

/// What was measured as an object: words, recall_at_10, build_seconds, query_milliseconds.
nlohmann::ordered_json to_json(const MeasuredIndex& measured);

}  // namespace eigenlex
