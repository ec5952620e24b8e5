#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/query/hnsw.hpp"

#include "core/artifact.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::string_view kFirstList = "first_list.npy";
constexpr std::string_view kListBegin = "list_begin.npy";
constexpr std::string_view kNeighbourLists = "neighbours.npy";
constexpr std::array<std::string_view, 7> kKeys = {"vectors",      "words", "entry",       "links",
                                                   "build_effort", "seed",  "recall_at_10"};
constexpr internal::ArtifactFormat kFormat{
    .name = "index", .manifest = "index.json", .version = 1, .keys = kKeys};

template <class T>
std::vector<T> read_part(std::string_view name, const internal::ArtifactReader& folder) {
  return read_npy_list<std::vector<T>>(folder.checked(name));
}

}  // namespace

void write_hnsw(const HnswIndex& index, const std::string& vectors_checksum, const fs::path& path) {
  const HnswGraph::Parts& parts = index.graph.parts();
  internal::ArtifactWriter folder(kFormat, path);
  write_npy_list<std::int64_t>(folder.add(kFirstList), parts.first_list);
  write_npy_list<std::int64_t>(folder.add(kListBegin), parts.list_begin);
  write_npy_list<std::int32_t>(folder.add(kNeighbourLists), parts.neighbours);
  folder.commit({{"vectors", vectors_checksum},
                 {"words", index.graph.size()},
                 {"entry", parts.entry},
                 {"links", index.options.links},
                 {"build_effort", index.options.build_effort},
                 {"seed", index.options.seed},
                 {"recall_at_10", index.recall}});
}

HnswIndex read_hnsw(const fs::path& path, const std::string& vectors_checksum,
                    const ReadOptions& options) {
  const internal::ArtifactReader folder(kFormat, path, options);
  if (folder.entry("vectors") != json(vectors_checksum)) {
    throw OutdatedError(path.string(),
                        "the index is about other vectors than the model has now: build it anew, "
                        "or search without it");
  }
  const std::int64_t entry = folder.number("entry");
  HnswGraph::Parts parts{.entry = 0,
                         .first_list = read_part<std::int64_t>(kFirstList, folder),
                         .list_begin = read_part<std::int64_t>(kListBegin, folder),
                         .neighbours = read_part<std::int32_t>(kNeighbourLists, folder)};
  if (std::ssize(parts.first_list) != folder.number("words") + 1 ||
      entry >= folder.number("words")) {
    folder.fail(fmt::format("\"words\" is {} and \"entry\" {}, but {} has {} offsets",
                            folder.number("words"), entry, kFirstList, parts.first_list.size()));
  }
  parts.entry = static_cast<std::int32_t>(entry);
  const json recall = folder.entry("recall_at_10");
  const json seed = folder.entry("seed");
  try {
    return {.graph = HnswGraph(std::move(parts)),
            .options = {.links = static_cast<std::int32_t>(folder.number("links")),
                        .build_effort = static_cast<std::int32_t>(folder.number("build_effort")),
                        .seed = seed.is_number_unsigned() ? seed.get<std::uint64_t>() : 1},
            .recall = recall.is_number() ? recall.get<double>() : 0};
  } catch (const FormatError& error) {
    throw FormatError::at_path(path.string(), error.what());
  }
}

}  // namespace eigenlex
