#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/query/neighbour.hpp"
#include "eigenlex/query/neighbours.hpp"
#include "eigenlex/query/unit_table.hpp"

namespace eigenlex {

/// How the graph is built.
struct HnswOptions {
  /// Links of a node on upper levels, twice as many on the lowest (M), in 2 .. 512.
  std::int32_t links = 16;
  /// Nodes looked at to choose the links of a new one (efConstruction), in links .. 100000.
  std::int32_t build_effort = 200;
  /// Seed of the levels.
  std::uint64_t seed = 1;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// A hierarchical navigable small world graph over the rows of a table (Malkov & Yashunin, IEEE
/// TPAMI 2020): each row has a list of near rows on each level from 0 to its own. It holds no
/// vectors.
class HnswGraph {
 public:
  /// List l holds the ids neighbours[list_begin[l]] .. neighbours[list_begin[l + 1] - 1]; row i has
  /// the lists first_list[i] .. first_list[i + 1] - 1, that of level 0 first. The search starts at
  /// row `entry` on its uppermost level.
  struct Parts {
    std::int32_t entry = 0;
    std::vector<std::int64_t> first_list;
    std::vector<std::int64_t> list_begin;
    std::vector<std::int32_t> neighbours;
  };

  /// Throws FormatError where the parts do not make a graph: an offset that falls, an id out of
  /// range, a neighbour that is not on the level of its list, an entry below the uppermost level.
  explicit HnswGraph(Parts parts);

  std::int32_t size() const { return static_cast<std::int32_t>(parts_.first_list.size()) - 1; }
  std::int32_t entry() const { return parts_.entry; }
  /// The uppermost level of a row.
  std::int64_t level(std::int32_t id) const { return first_list(id + 1) - first_list(id) - 1; }
  std::span<const std::int32_t> neighbours(std::int32_t id, std::int64_t level) const;

  const Parts& parts() const { return parts_; }

 private:
  std::int64_t first_list(std::int32_t id) const {
    return parts_.first_list[static_cast<std::size_t>(id)];
  }

  Parts parts_;
};

/// Whether this build has hnswlib, which `build_hnsw` needs; searching needs nothing.
bool can_build_hnsw();

/// Builds the graph by hnswlib, rows in their order on one thread, so that the same table gives the
/// same graph. `progress` counts rows. Throws OptionError for options out of range, an empty table,
/// or a build without hnswlib. Cost about rows · build_effort · links products.
HnswGraph build_hnsw(const UnitTable& units, const HnswOptions& options = {},
                     const Progress& progress = {});

/// The rows near each query that the graph leads to, otherwise as `nearest`: best first by cosines
/// summed in double precision, ties by word bytes. Approximate: rows may be missing.
///
/// `effort` (ef) is the number of near rows kept during the search, at least as many as are wanted;
/// more find more. Queries are answered in parallel; the same results for any number of threads.
/// Throws OptionError where options or shapes do not fit, also for a restriction of the candidates,
/// which the graph cannot follow.
std::vector<std::vector<Neighbour>> nearest_by_graph(
    const UnitTable& units, const Vocabulary& vocabulary, const HnswGraph& graph,
    const Eigen::Ref<const Table>& queries, std::span<const std::vector<std::int32_t>> excluded,
    const NeighbourOptions& options = {}, std::int32_t effort = 128);

/// The share of the `count` nearest words that the graph finds, over `queries` words spread evenly
/// over the vocabulary. Cost that of the exact search for them.
double graph_recall(const UnitTable& units, const Vocabulary& vocabulary, const HnswGraph& graph,
                    std::int32_t queries, std::int32_t count, std::int32_t effort = 128);

/// A graph in a folder, with what is known of it.
struct HnswIndex {
  HnswGraph graph;
  HnswOptions options;
  /// Recall of the 10 nearest, as measured when it was built.
  double recall = 0;
};

/// Writes a folder: index.json, first_list.npy, list_begin.npy, neighbours.npy. `vectors_checksum`
/// says which vectors the graph is about. Throws IoError.
void write_hnsw(const HnswIndex& index, const std::string& vectors_checksum,
                const std::filesystem::path& path);

/// Reads what `write_hnsw` writes. Throws IoError; FormatError where a file is damaged, the parts
/// make no graph, or it is about vectors of another checksum. Without
/// `verify_checksums` the files are not compared with theirs.
HnswIndex read_hnsw(const std::filesystem::path& path, const std::string& vectors_checksum,
                    const ReadOptions& options = {});

}  // namespace eigenlex
