#include "eigenlex/refine/word_map_file.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/npy.hpp"

#include "core/artifact.hpp"
#include "refine/map_classes.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::string_view kPlaces = "places.npy";
constexpr std::string_view kClassOf = "class_of.npy";
constexpr std::array<std::string_view, 5> kMapKeys = {"vectors", "words", "perplexity", "classes",
                                                      "options"};
/// The version rises with every change of what the same options give.
constexpr internal::ArtifactFormat kMapFormat{
    .name = "map", .manifest = "map.json", .version = 1, .keys = kMapKeys};

json options_json(const WordMapOptions& options) {
  const KMeansOptions& classes = options.classes;
  return {{"perplexity", options.layout.perplexity},
          {"iterations", options.layout.iterations},
          {"exaggerated_iterations", options.layout.exaggerated_iterations},
          {"exaggeration", options.layout.exaggeration},
          {"theta", options.layout.theta},
          {"classes", classes.clusters},
          {"max_iterations", classes.max_iterations},
          {"tolerance", classes.tolerance},
          {"seeding_points_per_cluster", classes.seeding_points_per_cluster},
          {"allow_fewer", classes.allow_fewer},
          {"seed", classes.seed},
          {"central_words", options.central_words}};
}

json classes_json(const WordMap& map) {
  json classes = json::array();
  for (const MapClass& each : map.classes) {
    classes.push_back({{"cohesion", each.cohesion}, {"central", each.central}});
  }
  return classes;
}

/// A class as the manifest has it; nothing where it is none.
std::optional<MapClass> class_of_json(const json& entry, std::int64_t words) {
  if (!entry.is_object() || !entry.contains("cohesion") || !entry["cohesion"].is_number() ||
      !entry.contains("central") || !entry["central"].is_array() || entry["central"].empty()) {
    return std::nullopt;
  }
  MapClass read;
  read.cohesion = entry["cohesion"].get<double>();
  for (const json& id : entry["central"]) {
    if (!id.is_number_unsigned() || id.get<std::uint64_t>() >= static_cast<std::uint64_t>(words)) {
      return std::nullopt;
    }
    read.central.push_back(id.get<std::int32_t>());
  }
  return read;
}

void read_map_classes(const internal::ArtifactReader& folder, std::int64_t words, WordMap& map) {
  const json entries = folder.entry("classes");
  if (!entries.is_array()) folder.fail("\"classes\" must be an array");
  for (const json& entry : entries) {
    auto read = class_of_json(entry, words);
    if (!read) {
      folder.fail(
          "an entry of \"classes\" must have a number, \"cohesion\", and \"central\", ids "
          "of words");
    }
    map.classes.push_back(std::move(*read));
  }
  map.class_of = read_npy_list<std::vector<std::int32_t>>(folder.checked(kClassOf), words);
  std::vector<bool> used(map.classes.size(), false);
  for (const std::int32_t number : map.class_of) {
    if (number < 0 || number >= std::ssize(map.classes)) {
      folder.fail(fmt::format("{} has a class {}, which must be 0..{}", kClassOf, number,
                              std::ssize(map.classes) - 1));
    }
    used[as_size(number)] = true;
  }
  if (!std::ranges::all_of(used, std::identity{})) folder.fail("a class has no words");
}

RowMatrix read_places(const internal::ArtifactReader& folder, std::int64_t words) {
  const NpyFile<float> file(folder.checked(kPlaces));
  if (file.shape() != std::vector<std::int64_t>{words, 2}) {
    folder.fail(
        fmt::format("{} must have a row of 2 numbers for each of {} words", kPlaces, words));
  }
  RowMatrix places(words, 2);
  file.read(0, {places.data(), as_size(places.size())});
  if (!places.allFinite()) folder.fail(fmt::format("{} has numbers that are not finite", kPlaces));
  return places;
}

}  // namespace

void write_word_map(const WordMap& map, const WordMapOptions& options,
                    const std::string& vectors_checksum, const fs::path& path) {
  internal::ArtifactWriter folder(kMapFormat, path);
  const std::array<std::int64_t, 2> shape{map.places.rows(), 2};
  write_npy<float>(folder.add(kPlaces), shape, {map.places.data(), as_size(map.places.size())});
  write_npy_list<std::int32_t>(folder.add(kClassOf), map.class_of);
  folder.commit({{"vectors", vectors_checksum},
                 {"words", map.places.rows()},
                 {"perplexity", map.perplexity},
                 {"classes", classes_json(map)},
                 {"options", options_json(options)}});
}

WordMap read_word_map(const fs::path& path, const WordMapOptions& options,
                      const std::string& vectors_checksum, const ReadOptions& read) {
  const internal::ArtifactReader folder(kMapFormat, path, read);
  if (folder.entry("vectors") != json(vectors_checksum)) {
    throw OutdatedError(path.string(), "the map is of other vectors than the model has now");
  }
  if (folder.entry("options") != options_json(options)) {
    throw OutdatedError(path.string(), "the map was made with other options");
  }
  const std::int64_t words = folder.number("words");
  if (words > std::numeric_limits<std::int32_t>::max()) folder.fail("\"words\" is too large");
  WordMap map;
  map.perplexity = folder.real("perplexity");
  map.places = read_places(folder, words);
  read_map_classes(folder, words, map);
  internal::place_classes(map);
  return map;
}

void write_word_map_lines(const WordMap& map, const Vocabulary& words, const fs::path& path) {
  if (words.size() != map.places.rows()) {
    throw OptionError("map.places.rows", std::to_string(map.places.rows()),
                      fmt::format("must be the number of words, {}", words.size()));
  }
  for (const auto& word : words.words()) {
    if (word.find_first_of("\t\n") == std::string::npos) continue;
    throw FormatError(fmt::format(
        "the word \"{}\" holds a tab or a line end, which the lines of a map cannot keep; leave it "
        "out",
        word));
  }
  PendingPath pending(path, PendingPath::Kind::kFile);
  OutputFile file(pending.path());
  for (std::int32_t id = 0; id < words.size(); ++id) {
    file.write(fmt::format("{}\t{:.4f}\t{:.4f}\t{}\n", words.word(id), map.places(id, 0),
                           map.places(id, 1), map.class_of[as_size(id)]));
  }
  file.close();
  pending.commit();
}

}  // namespace eigenlex
