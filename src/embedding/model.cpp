#include "eigenlex/embedding/model.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/checksum.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/embedding/formats.hpp"
#include "eigenlex/embedding/table_file.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::int64_t kFormatVersion = 1;
constexpr std::string_view kManifest = "model.json";
constexpr std::string_view kVocabulary = "vocab.tsv";
constexpr std::string_view kVectors = "vectors.npy";
constexpr std::string_view kSingularValues = "singular_values.npy";
constexpr std::string_view kContexts = "contexts.npy";

/// Keys of model.json that are not part of the description.
constexpr std::array<const char*, 6> kOwnKeys = {"format_version", "words",    "dim",
                                                 "context_rows",   "exponent", "files"};

/// Larger descriptions than any run makes, and nesting that no recursive reader can take.
constexpr std::size_t kMaxManifestSize = std::size_t{1} << 26;
constexpr int kMaxManifestDepth = 64;

bool is_exponent(double value) {
  return value >= Model::kMinExponent && value <= Model::kMaxExponent;
}

bool is_spectrum(const Eigen::VectorXf& values) {
  if (!values.allFinite()) return false;
  for (Eigen::Index i = 0; i < values.size(); ++i) {
    if (values[i] < 0 || (i > 0 && values[i] > values[i - 1])) return false;
  }
  return true;
}

void require(bool condition, std::string_view field, const std::string& value,
             std::string_view requirement) {
  if (!condition) throw OptionError(field, value, requirement);
}

std::string shape_of(const Table& table) {
  return fmt::format("{} x {}", table.rows(), table.cols());
}

void check_model(const Model& model) {
  const Eigen::Index words = model.words.vocabulary.size();
  const Eigen::Index dim = model.words.table.cols();
  const Table& contexts = model.contexts;
  const Eigen::VectorXf& spectrum = model.singular_values;
  require(model.words.table.rows() == words && dim > 0, "Model.words.table",
          shape_of(model.words.table),
          fmt::format("must have a row for each of the {} words, and columns", words));
  require(contexts.rows() == 0 || (contexts.cols() == dim &&
                                   (contexts.rows() == words || contexts.rows() == 2 * words)),
          "Model.contexts", shape_of(contexts),
          fmt::format("must be {0} x {2}, {1} x {2} or empty", words, 2 * words, dim));
  require((spectrum.size() == 0 || spectrum.size() == dim) && is_spectrum(spectrum),
          "Model.singular_values", fmt::format("{} numbers", spectrum.size()),
          fmt::format("must be {} finite numbers >= 0 that never rise, or none", dim));
  if (model.exponent) {
    require(is_exponent(*model.exponent), "Model.exponent", fmt::format("{}", *model.exponent),
            fmt::format("must be in {} .. {}", Model::kMinExponent, Model::kMaxExponent));
    require(spectrum.size() == dim, "Model.exponent", fmt::format("{}", *model.exponent),
            "has no meaning without singular values");
  }
  require(model.description.is_object(), "Model.description", model.description.type_name(),
          "must be an object");
  for (const char* key : kOwnKeys) {
    require(!model.description.contains(key), "Model.description", key,
            "is a key that model.json has itself");
  }
}

json file_entry(const fs::path& path) {
  return {{"bytes", fs::file_size(path)}, {"xxh3_128", file_checksum(path)}};
}

json own_entries(const Model& model) {
  return {{"format_version", kFormatVersion},
          {"words", model.words.table.rows()},
          {"dim", model.words.table.cols()},
          {"context_rows", model.contexts.rows()},
          {"exponent", model.exponent ? json(*model.exponent) : json(nullptr)},
          {"files", json::object()}};
}

void write_manifest(json manifest, const fs::path& path) {
  OutputFile file(path);
  // Names of corpus files may be any bytes; JSON must be UTF-8.
  file.write(manifest.dump(2, ' ', false, json::error_handler_t::replace));
  file.write("\n");
  file.close();
}

/// A model directory being read: what its model.json says, and its files.
class ModelFolder {
 public:
  ModelFolder(const fs::path& path, bool verify_checksums)
      : path_(path), verify_checksums_(verify_checksums), manifest_(parse_manifest()) {
    if (!manifest_.is_object()) fail("must be an object");
    if (number("format_version") != kFormatVersion) {
      fail(fmt::format("format version {}, but this program reads version {}: use a later one",
                       number("format_version"), kFormatVersion));
    }
    const auto files = manifest_.find("files");
    if (files == manifest_.end() || !files->is_object()) fail("\"files\" must be an object");
  }

  Vocabulary vocabulary() const {
    Vocabulary vocabulary = read_vocabulary(checked(kVocabulary));
    if (vocabulary.size() != number("words")) {
      fail(fmt::format("\"words\" is {}, but {} has {}", number("words"), kVocabulary,
                       vocabulary.size()));
    }
    return vocabulary;
  }

  Table vectors() const { return table(kVectors, number("words")); }

  Table contexts() const {
    const std::int64_t rows = number("context_rows");
    if (rows == 0) return {};
    if (rows != number("words") && rows != 2 * number("words")) {
      fail(fmt::format("\"context_rows\" is {}, which is neither \"words\" nor twice that", rows));
    }
    return table(kContexts, rows);
  }

  Eigen::VectorXf singular_values() const {
    if (!manifest_["files"].contains(kSingularValues)) return {};
    const NpyArray<float> array = read_npy<float>(checked(kSingularValues));
    const Eigen::VectorXf values = Eigen::Map<const Eigen::VectorXf>(
        array.values.data(), static_cast<Eigen::Index>(array.values.size()));
    if (array.shape.size() != 1 || values.size() != number("dim") || !is_spectrum(values)) {
      throw FormatError(fmt::format("{}: must hold {} numbers >= 0 that never rise",
                                    (path_ / kSingularValues).string(), number("dim")));
    }
    return values;
  }

  std::optional<double> exponent() const {
    const auto entry = manifest_.find("exponent");
    if (entry == manifest_.end() || entry->is_null()) return std::nullopt;
    if (!entry->is_number() || !is_exponent(entry->get<double>())) {
      fail(fmt::format("\"exponent\" must be null or in {} .. {}", Model::kMinExponent,
                       Model::kMaxExponent));
    }
    if (!manifest_["files"].contains(kSingularValues)) {
      fail("an exponent has no meaning without singular values");
    }
    return entry->get<double>();
  }

  json description() const {
    json description = manifest_;
    for (const char* key : kOwnKeys) description.erase(key);
    return description;
  }

 private:
  [[noreturn]] void fail(std::string_view what) const {
    throw FormatError(fmt::format("{}: {}", (path_ / kManifest).string(), what));
  }

  json parse_manifest() const {
    const MappedFile file(path_ / kManifest);
    const std::string_view text = file.bytes();
    if (text.size() > kMaxManifestSize) fail("is too large to be the description of a model");
    const auto limit_depth = [this](int depth, json::parse_event_t, json&) {
      if (depth > kMaxManifestDepth) fail("is nested too deeply");
      return true;
    };
    try {
      return json::parse(text.begin(), text.end(), limit_depth);
    } catch (const json::exception& error) {
      fail(fmt::format("is not valid JSON: {}", error.what()));
    }
  }

  /// An integer in 0 .. 2^31-1.
  std::int64_t number(const char* key) const {
    const auto entry = manifest_.find(key);
    constexpr std::uint64_t kMax = std::numeric_limits<std::int32_t>::max();
    if (entry == manifest_.end() || !entry->is_number_unsigned() ||
        entry->get<std::uint64_t>() > kMax) {
      fail(fmt::format("\"{}\" must be an integer in 0 .. {}", key, kMax));
    }
    return static_cast<std::int64_t>(entry->get<std::uint64_t>());
  }

  /// The path of a file that model.json lists, once it is known to be the file that was written.
  fs::path checked(std::string_view name) const {
    const json& files = manifest_["files"];
    const auto entry = files.find(name);
    if (entry == files.end() || !entry->is_object()) {
      fail(fmt::format("\"files\" has no entry for {}", name));
    }
    fs::path file = path_ / name;
    std::error_code unknown;
    const bool same =
        entry->value("bytes", json()) == json(fs::file_size(file, unknown)) &&
        (!verify_checksums_ || entry->value("xxh3_128", json()) == json(file_checksum(file)));
    if (!same) {
      throw FormatError(
          fmt::format("{}: is not the file that {} describes (its size or checksum "
                      "differs): make the model anew or copy it again",
                      file.string(), kManifest));
    }
    return file;
  }

  Table table(std::string_view name, std::int64_t rows) const {
    Table table = read_table(checked(name));
    if (table.rows() != rows || table.cols() != number("dim")) {
      throw FormatError(fmt::format("{}: is {}, but {} says {} x {}", (path_ / name).string(),
                                    shape_of(table), kManifest, rows, number("dim")));
    }
    return table;
  }

  fs::path path_;
  bool verify_checksums_;
  const json manifest_;
};

}  // namespace

void write_model(const Model& model, const fs::path& path) {
  check_model(model);
  PendingPath pending(path, PendingPath::Kind::kFolder, kManifest);
  const fs::path& folder = pending.path();
  json manifest = own_entries(model);
  const auto add_entry = [&](std::string_view name) {
    manifest["files"][std::string(name)] = file_entry(folder / name);
  };
  write_vocabulary(model.words.vocabulary, folder / kVocabulary);
  add_entry(kVocabulary);
  write_table(model.words.table, folder / kVectors);
  add_entry(kVectors);
  if (model.singular_values.size() > 0) {
    const Eigen::VectorXf& values = model.singular_values;
    const std::array<std::int64_t, 1> shape = {values.size()};
    write_npy<float>(folder / kSingularValues, shape,
                     {values.data(), static_cast<std::size_t>(values.size())});
    add_entry(kSingularValues);
  }
  if (model.contexts.rows() > 0) {
    write_table(model.contexts, folder / kContexts);
    add_entry(kContexts);
  }
  manifest.update(model.description);
  write_manifest(std::move(manifest), folder / kManifest);
  pending.commit();
}

Model read_model(const fs::path& path, const ReadModelOptions& options) {
  const ModelFolder folder(path, options.verify_checksums);
  Model model;
  model.words = {folder.vocabulary(), folder.vectors()};
  if (options.contexts) model.contexts = folder.contexts();
  model.singular_values = folder.singular_values();
  model.exponent = folder.exponent();
  model.description = folder.description();
  return model;
}

bool is_model(const fs::path& path) {
  std::error_code unknown;
  return fs::is_regular_file(path / kManifest, unknown);
}

Embedding load_embedding(const fs::path& path) {
  std::error_code unknown;
  if (!fs::is_directory(path, unknown)) return read_vectors(path);
  if (!is_model(path)) {
    throw FormatError(
        fmt::format("{}: is a folder without {}, so no model", path.string(), kManifest));
  }
  return read_model(path, {.contexts = false}).words;
}

}  // namespace eigenlex
