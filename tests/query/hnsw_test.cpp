#include "eigenlex/query/hnsw.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

#include "core/sealed_json.hpp"
#include "support/forge.hpp"
#include "support/random_words.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace hnsw_test {

using testing::numbered_vocabulary;
using testing::random_table;

/// Row i is linked to its neighbours in a ring and to row 0; every third row has an upper level,
/// where row 0 leads to all.
HnswGraph::Parts ring(std::int32_t size) {
  HnswGraph::Parts parts{.entry = 0, .first_list = {0}, .list_begin = {0}, .neighbours = {}};
  const auto end_list = [&] { parts.list_begin.push_back(std::ssize(parts.neighbours)); };
  for (std::int32_t id = 0; id < size; ++id) {
    parts.neighbours.insert(parts.neighbours.end(), {(id + 1) % size, (id + size - 1) % size, 0});
    end_list();
    if (id % 3 == 0) {
      for (std::int32_t other = 3; id == 0 && other < size; other += 3) {
        parts.neighbours.push_back(other);
      }
      end_list();
    }
    parts.first_list.push_back(std::ssize(parts.list_begin) - 1);
  }
  return parts;
}

TEST(HnswGraph, HasTheListsOfItsParts) {
  const HnswGraph graph(ring(6));
  EXPECT_EQ(graph.size(), 6);
  EXPECT_EQ(graph.level(0), 1);
  EXPECT_EQ(graph.level(1), 0);
  EXPECT_EQ(graph.neighbours(0, 1).size(), 1U);
  EXPECT_EQ(graph.neighbours(1, 0)[0], 2);
}

TEST(HnswGraph, RefusesPartsThatMakeNoGraph) {
  const auto refuses = [](auto&& damage) {
    HnswGraph::Parts parts = ring(6);
    damage(parts);
    EXPECT_THROW(HnswGraph{parts}, FormatError);
  };
  refuses([](auto& parts) { parts = {}; });
  refuses([](auto& parts) { parts.entry = 6; });
  refuses([](auto& parts) { parts.entry = -1; });
  refuses([](auto& parts) { parts.entry = 1; });  // not on the uppermost level
  refuses([](auto& parts) { parts.neighbours[0] = 6; });
  refuses([](auto& parts) { parts.neighbours[0] = -1; });
  refuses([](auto& parts) { parts.neighbours[3] = 1; });  // on level 1, where row 1 is not
  refuses([](auto& parts) { parts.neighbours.pop_back(); });
  refuses([](auto& parts) { parts.list_begin[2] = parts.list_begin[1] - 1; });
  refuses([](auto& parts) { parts.first_list[1] = 0; });  // row 0 without lists
  refuses([](auto& parts) { parts.first_list.back() += 1; });
}

// A search as wide as the table sees every row that links lead to: all of them.
TEST(NearestByGraph, IsExactWhereEveryRowIsVisited) {
  const Vocabulary vocabulary = numbered_vocabulary(200);
  Table table = random_table(200, 6, 1);
  table.row(8).setZero();
  const UnitTable units(table);
  const HnswGraph graph(ring(200));
  const Table queries = random_table(40, 6, 2);
  std::vector<std::vector<std::int32_t>> excluded(40, std::vector<std::int32_t>{0, 77});
  const auto expected = nearest(units, vocabulary, queries, excluded, {.count = 7});
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(nearest_by_graph(units, vocabulary, graph, queries, excluded, {.count = 7}, 200),
              expected);
  }
  EXPECT_EQ(graph_recall(units, vocabulary, graph, 50, 10, 200), 1);
  EXPECT_LT(graph_recall(units, vocabulary, graph, 50, 10, 1), 1);
  EXPECT_THROW(graph_recall(units, vocabulary, graph, 0, 10), OptionError);
  EXPECT_THROW(graph_recall(units, vocabulary, graph, -1, 10), OptionError);
}

/// The walk of level 0 by its definition, every row marked that was seen.
std::vector<std::int32_t> walked(const UnitTable& units, const HnswGraph& graph,
                                 const Eigen::RowVectorXf& query, std::size_t effort) {
  std::set<std::pair<float, std::int32_t>> open, kept;
  std::set<std::int32_t> seen;
  const auto visit = [&](std::int32_t id) {
    if (!seen.insert(id).second) return;
    // Of equal products the smaller id is the better one.
    const std::pair<float, std::int32_t> place{units.row(id).dot(query), -id};
    if (kept.size() == effort && place < *kept.begin()) return;
    open.insert(place);
    kept.insert(place);
    if (kept.size() > effort) kept.erase(kept.begin());
  };
  visit(graph.entry());
  while (!open.empty()) {
    const auto best = *open.rbegin();
    open.erase(best);
    if (kept.size() == effort && best < *kept.begin()) break;
    for (const std::int32_t id : graph.neighbours(-best.second, 0)) visit(id);
  }
  std::vector<std::int32_t> ids;
  for (const auto& place : kept) ids.push_back(-place.second);
  return ids;
}

// The table of rows seen grows several times on the way; a small effort leaves it as it is.
TEST(NearestByGraph, FindsWhatAWalkThatMarksEveryRowFinds) {
  constexpr std::int32_t kSize = 6000;
  const Vocabulary vocabulary = numbered_vocabulary(kSize);
  const UnitTable units(random_table(kSize, 8, 12));
  HnswGraph::Parts parts{.entry = 0, .first_list = {0}, .list_begin = {0}, .neighbours = {}};
  Random random(13);
  for (std::int32_t id = 0; id < kSize; ++id) {
    for (int link = 0; link < 12; ++link) {
      parts.neighbours.push_back(static_cast<std::int32_t>(random.below(kSize)));
    }
    parts.list_begin.push_back(std::ssize(parts.neighbours));
    parts.first_list.push_back(id + 1);
  }
  const HnswGraph graph(parts);
  const Table queries = unit_rows(random_table(20, 8, 14));
  for (const std::int32_t effort : {1, 40, 3000}) {
    const auto found =
        nearest_by_graph(units, vocabulary, graph, queries, {}, {.count = effort}, effort);
    for (Eigen::Index query = 0; query < queries.rows(); ++query) {
      std::set<std::int32_t> ids;
      for (const Neighbour& neighbour : found[static_cast<std::size_t>(query)]) {
        ids.insert(neighbour.id);
      }
      const auto expected =
          walked(units, graph, unit_vector(queries.row(query)), static_cast<std::size_t>(effort));
      EXPECT_EQ(ids, std::set<std::int32_t>(expected.begin(), expected.end()));
    }
  }
}

TEST(NearestByGraph, GivesAsManyAsAreWantedWhateverTheEffort) {
  const Vocabulary vocabulary = numbered_vocabulary(30);
  const UnitTable units(random_table(30, 4, 3));
  const HnswGraph graph(ring(30));
  const Table query = random_table(1, 4, 4);
  EXPECT_EQ(nearest_by_graph(units, vocabulary, graph, query, {}, {.count = 20}, 1)[0].size(), 20U);
  EXPECT_EQ(nearest_by_graph(units, vocabulary, graph, query, {}, {.count = 99}, 1)[0].size(), 30U);
}

TEST(NearestByGraph, RejectsWhatDoesNotFit) {
  const Vocabulary vocabulary = numbered_vocabulary(30);
  const UnitTable units(random_table(30, 4, 5));
  const HnswGraph graph(ring(30));
  const Table query = Table::Ones(1, 4);
  EXPECT_THROW(nearest_by_graph(units, vocabulary, HnswGraph(ring(29)), query, {}), OptionError);
  EXPECT_THROW(nearest_by_graph(units, vocabulary, graph, Table::Ones(1, 5), {}), OptionError);
  EXPECT_THROW(nearest_by_graph(units, vocabulary, graph, query, {}, {.count = 0}), OptionError);
  EXPECT_THROW(nearest_by_graph(units, vocabulary, graph, query, {}, {.restrict_to = 3}),
               OptionError);
  EXPECT_THROW(nearest_by_graph(units, vocabulary, graph, query, {}, {.leave_out = {3}}),
               OptionError);
  EXPECT_THROW(nearest_by_graph(units, vocabulary, graph, query, {}, {}, 0), OptionError);
}

TEST(BuildHnsw, FindsNearlyAllNeighboursAndIsTheSameEveryTime) {
  if (!can_build_hnsw()) GTEST_SKIP() << "this build has no hnswlib";
  const Vocabulary vocabulary = numbered_vocabulary(2000);
  const UnitTable units(random_table(2000, 12, 6));
  const HnswGraph graph = build_hnsw(units);
  EXPECT_GT(graph_recall(units, vocabulary, graph, 200, 10), 0.95);
  const HnswGraph again = build_hnsw(units);
  EXPECT_EQ(again.parts().neighbours, graph.parts().neighbours);
  EXPECT_EQ(again.parts().list_begin, graph.parts().list_begin);
}

TEST(BuildHnsw, RejectsOptionsOutOfRange) {
  const UnitTable units(random_table(3, 2, 7));
  EXPECT_THROW(build_hnsw(units, {.links = 1}), OptionError);
  EXPECT_THROW(build_hnsw(units, {.links = 20, .build_effort = 19}), OptionError);
  EXPECT_THROW(build_hnsw(UnitTable(Table(0, 2))), OptionError);
}

class HnswFile : public ::testing::Test {
 protected:
  HnswFile() { write_hnsw({HnswGraph(ring(9)), {.links = 3}, 0.5}, "key", path_); }

  testing::TempDir folder_;
  std::filesystem::path path_ = folder_ / "index";
};

TEST_F(HnswFile, HoldsWhatWasWritten) {
  const HnswIndex read = read_hnsw(path_, "key");
  EXPECT_EQ(read.graph.parts().neighbours, ring(9).neighbours);
  EXPECT_EQ(read.graph.parts().first_list, ring(9).first_list);
  EXPECT_EQ(read.options.links, 3);
  EXPECT_EQ(read.recall, 0.5);
}

TEST_F(HnswFile, OfOtherVectorsOrDamagedIsRefused) {
  EXPECT_THROW(read_hnsw(path_, "other"), FormatError);
  const std::string whole = testing::read_bytes(path_ / "neighbours.npy");
  std::ofstream(path_ / "neighbours.npy", std::ios::binary) << whole.substr(0, whole.size() - 4);
  EXPECT_THROW(read_hnsw(path_, "key"), FormatError);
}

/// Changes index.json and its checksum, as a forger would.
void edit_index(const std::filesystem::path& path, auto&& change) {
  nlohmann::json content = internal::read_sealed_json(path / "index.json");
  change(content);
  testing::forge_manifest(path, "index.json", content);
}

TEST_F(HnswFile, WhosePartsMakeNoGraphIsRefusedEvenUnverified) {
  const auto refused = [&](auto&& change) {
    write_hnsw({HnswGraph(ring(9)), {.links = 3}, 0.5}, "key", path_);
    change();
    EXPECT_THROW(read_hnsw(path_, "key", {.verify_checksums = false}), FormatError);
  };
  const auto forge = [&]<class T>(const char* name, std::vector<std::int64_t> shape,
                                  std::vector<T> values) {
    write_npy<T>(path_ / name, shape, values);
    const auto size = std::filesystem::file_size(path_ / name);
    edit_index(path_, [&](auto& content) { content["files"][name]["bytes"] = size; });
  };
  refused([&] { edit_index(path_, [](auto& content) { content["entry"] = 9; }); });
  refused([&] { edit_index(path_, [](auto& content) { content["words"] = 8; }); });
  refused([&] { edit_index(path_, [](auto& content) { content.erase("links"); }); });
  refused(
      [&] { edit_index(path_, [](auto& content) { content["files"].erase("list_begin.npy"); }); });
  refused([&] { forge("neighbours.npy", {1, 1}, std::vector<std::int32_t>{0}); });
  refused([&] { forge("neighbours.npy", {1}, std::vector<std::int32_t>{0}); });
  refused([&] { forge("first_list.npy", {0}, std::vector<std::int64_t>{}); });
  refused([&] {
    auto neighbours = ring(9).neighbours;
    neighbours[0] = -5;
    forge("neighbours.npy", {std::ssize(neighbours)}, neighbours);
  });
}

TEST_F(HnswFile, WhatOnlyDescribesTheIndexMayBeMissing) {
  edit_index(path_, [](auto& content) {
    content.erase("recall_at_10");
    content.erase("seed");
  });
  const HnswIndex read = read_hnsw(path_, "key");
  EXPECT_EQ(read.recall, 0);
  EXPECT_EQ(read.options.seed, 1U);
}

TEST_F(HnswFile, ChecksumsCanBeSkipped) {
  auto neighbours = ring(9).neighbours;
  std::swap(neighbours[0], neighbours[1]);
  const std::array<std::int64_t, 1> shape = {std::ssize(neighbours)};
  write_npy<std::int32_t>(path_ / "neighbours.npy", shape, neighbours);
  EXPECT_THROW(read_hnsw(path_, "key"), FormatError);
  EXPECT_EQ(read_hnsw(path_, "key", {.verify_checksums = false}).graph.parts().neighbours,
            neighbours);
}

TEST(BuildHnsw, CountsRowsAndCanBeStopped) {
  if (!can_build_hnsw()) GTEST_SKIP();
  const UnitTable units(Table(Table::Random(200, 8)));
  std::int64_t last = 0;
  build_hnsw(units, {}, [&](std::int64_t done, std::int64_t total) {
    EXPECT_EQ(total, 200);
    last = done;
  });
  EXPECT_EQ(last, 200);
  const auto stop = [](std::int64_t done, std::int64_t) {
    if (done > 100) throw Interrupted();
  };
  EXPECT_THROW(build_hnsw(units, {}, stop), Interrupted);
}

}  // namespace hnsw_test
}  // namespace eigenlex
