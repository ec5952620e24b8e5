#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/manifest.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/query/hnsw.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::int64_t kFormatVersion = 1;
constexpr std::string_view kManifest = "index.json";
constexpr std::string_view kFirstList = "first_list.npy";
constexpr std::string_view kListBegin = "list_begin.npy";
constexpr std::string_view kNeighbours = "neighbours.npy";

template <class T>
void write_part(const std::vector<T>& values, std::string_view name, const fs::path& folder,
                ManifestWriter& manifest) {
  write_npy_list<T>(folder / name, values);
  manifest.add_file(name);
}

template <class T>
std::vector<T> read_part(std::string_view name, const ManifestReader& manifest) {
  return read_npy_list<std::vector<T>>(manifest.checked(name));
}

}  // namespace

void write_hnsw(const HnswIndex& index, const std::string& vectors_checksum, const fs::path& path) {
  PendingPath pending(path, PendingPath::Kind::kFolder, kManifest);
  const HnswGraph::Parts& parts = index.graph.parts();
  ManifestWriter manifest(pending.path(), kFormatVersion,
                          {{"vectors", vectors_checksum},
                           {"words", index.graph.size()},
                           {"entry", parts.entry},
                           {"links", index.options.links},
                           {"build_effort", index.options.build_effort},
                           {"seed", index.options.seed},
                           {"recall_at_10", index.recall}});
  write_part(parts.first_list, kFirstList, pending.path(), manifest);
  write_part(parts.list_begin, kListBegin, pending.path(), manifest);
  write_part(parts.neighbours, kNeighbours, pending.path(), manifest);
  manifest.write(kManifest);
  pending.commit();
}

HnswIndex read_hnsw(const fs::path& path, const std::string& vectors_checksum,
                    const ReadOptions& options) {
  const ManifestReader manifest(path, kManifest, kFormatVersion, options);
  if (manifest.content().value("vectors", json()) != json(vectors_checksum)) {
    throw OutdatedError(path.string(),
                        "the index is about other vectors than the model has now: build it anew, "
                        "or search without it");
  }
  const std::int64_t entry = manifest.number("entry");
  HnswGraph::Parts parts{.entry = 0,
                         .first_list = read_part<std::int64_t>(kFirstList, manifest),
                         .list_begin = read_part<std::int64_t>(kListBegin, manifest),
                         .neighbours = read_part<std::int32_t>(kNeighbours, manifest)};
  if (std::ssize(parts.first_list) != manifest.number("words") + 1 ||
      entry >= manifest.number("words")) {
    manifest.fail(fmt::format("\"words\" is {} and \"entry\" {}, but {} has {} offsets",
                              manifest.number("words"), entry, kFirstList,
                              parts.first_list.size()));
  }
  parts.entry = static_cast<std::int32_t>(entry);
  const auto recall = manifest.content().find("recall_at_10");
  const auto seed = manifest.content().find("seed");
  try {
    return {.graph = HnswGraph(std::move(parts)),
            .options = {.links = static_cast<std::int32_t>(manifest.number("links")),
                        .build_effort = static_cast<std::int32_t>(manifest.number("build_effort")),
                        .seed = seed != manifest.content().end() && seed->is_number_unsigned()
                                    ? seed->get<std::uint64_t>()
                                    : 1},
            .recall = recall != manifest.content().end() && recall->is_number()
                          ? recall->get<double>()
                          : 0};
  } catch (const FormatError& error) {
    throw FormatError::at_path(path.string(), error.what());
  }
}

}  // namespace eigenlex
