#include "eigenlex/embedding/model.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/counts/context_blocks.hpp"
#include "eigenlex/embedding/table_file.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

#include "core/artifact.hpp"
#include "core/sealed_json.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::string_view kRun = "run.json";
constexpr std::string_view kVocabulary = "vocab.tsv";
constexpr std::string_view kVectors = "vectors.npy";
constexpr std::string_view kSingularValues = "singular_values.npy";
constexpr std::string_view kContexts = "contexts.npy";
constexpr std::string_view kColumns = "columns.tsv";
constexpr std::string_view kSeenStarts = "seen_indptr.npy";
constexpr std::string_view kSeenIndices = "seen_indices.npy";

constexpr std::array<std::string_view, 4> kKeys = {"words", "dim", "context_rows", "exponent"};
constexpr internal::ArtifactFormat kFormat{
    .name = "model", .manifest = "model.json", .version = 2, .keys = kKeys};

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
  if (model.columns.size() == 0) {
    require(contexts.rows() == 0 ||
                (contexts.cols() == dim && ContextBlocks::fit(words, contexts.rows())),
            "Model.contexts", shape_of(contexts),
            fmt::format("must be {0} x {3}, {1} x {3}, {2} x {3} or empty", words, 2 * words,
                        3 * words, dim));
    require(model.seen.empty(), "Model.seen", fmt::format("{} rows", model.seen.rows()),
            "must be empty where the columns have no names");
  } else {
    require(contexts.rows() == model.columns.size() && contexts.cols() == dim, "Model.contexts",
            shape_of(contexts),
            fmt::format("must be {} x {}, a row for each column", model.columns.size(), dim));
    if (!model.seen.empty()) check_seen_cells(model.seen, words, model.columns.size());
  }
  require((spectrum.size() == 0 || spectrum.size() == dim) && is_spectrum(spectrum),
          "Model.singular_values", fmt::format("{} numbers", spectrum.size()),
          fmt::format("must be {} finite numbers >= 0 that never rise, or none", dim));
  if (model.exponent) {
    require(is_exponent(*model.exponent), "Model.exponent", fmt::format("{}", *model.exponent),
            fmt::format("must be in {} .. {}", Model::kMinExponent, Model::kMaxExponent));
    require(spectrum.size() == dim, "Model.exponent", fmt::format("{}", *model.exponent),
            "has no meaning without singular values");
  }
}

json own_entries(const Model& model) {
  return {{"words", model.words.table.rows()},
          {"dim", model.words.table.cols()},
          {"context_rows", model.contexts.rows()},
          {"exponent", model.exponent ? json(*model.exponent) : json(nullptr)}};
}

/// A model directory being read: what its model.json says, and its files.
class ModelFolder {
 public:
  ModelFolder(const fs::path& path, const ReadOptions& options)
      : manifest_(kFormat, path, options) {}

  Vocabulary vocabulary() const {
    Vocabulary vocabulary = read_vocabulary(manifest_.checked(kVocabulary));
    if (vocabulary.size() != manifest_.number("words")) {
      manifest_.fail(fmt::format("\"words\" is {}, but {} has {}", manifest_.number("words"),
                                 kVocabulary, vocabulary.size()));
    }
    return vocabulary;
  }

  Table vectors() const { return table(kVectors, manifest_.number("words")); }

  Table contexts() const {
    const std::int64_t rows = manifest_.number("context_rows");
    if (rows == 0) return {};
    if (!has_columns() && !ContextBlocks::fit(manifest_.number("words"), rows)) {
      manifest_.fail(fmt::format(
          "\"context_rows\" is {}, which is neither \"words\" nor twice or three times that",
          rows));
    }
    return table(kContexts, rows);
  }

  bool has_columns() const { return manifest_.lists(kColumns); }

  Vocabulary columns() const {
    if (!has_columns()) return {};
    Vocabulary columns = read_vocabulary(manifest_.checked(kColumns));
    if (columns.size() == 0 || columns.size() != manifest_.number("context_rows")) {
      manifest_.fail(fmt::format("\"context_rows\" is {}, but {} has {}",
                                 manifest_.number("context_rows"), kColumns, columns.size()));
    }
    return columns;
  }

  SeenCells seen() const {
    if (!has_columns() || !manifest_.lists(kSeenStarts)) return {};
    return read_seen_cells(manifest_.checked(kSeenStarts), manifest_.checked(kSeenIndices),
                           manifest_.number("words"), manifest_.number("context_rows"));
  }

  Eigen::VectorXf singular_values() const {
    if (!manifest_.lists(kSingularValues)) return {};
    const auto list = read_npy_list<std::vector<float>>(manifest_.checked(kSingularValues),
                                                        manifest_.number("dim"));
    const Eigen::VectorXf values = Eigen::Map<const Eigen::VectorXf>(list.data(), std::ssize(list));
    if (!is_spectrum(values)) {
      throw FormatError::at_path(
          (manifest_.path() / kSingularValues).string(),
          fmt::format("must hold {} numbers >= 0 that never rise", manifest_.number("dim")));
    }
    return values;
  }

  std::optional<double> exponent() const {
    const json entry = manifest_.entry("exponent");
    if (entry.is_null()) return std::nullopt;
    if (!entry.is_number() || !is_exponent(entry.get<double>())) {
      manifest_.fail(fmt::format("\"exponent\" must be null or in {} .. {}", Model::kMinExponent,
                                 Model::kMaxExponent));
    }
    if (!manifest_.lists(kSingularValues)) {
      manifest_.fail("an exponent has no meaning without singular values");
    }
    return entry.get<double>();
  }

  json description() const { return manifest_.description(); }

  nlohmann::json run() const {
    std::error_code unknown;
    if (!fs::exists(manifest_.path() / kRun, unknown)) return json::object();
    return internal::read_sealed_json(manifest_.path() / kRun, manifest_.options());
  }

 private:
  Table table(std::string_view name, std::int64_t rows) const {
    Table table = read_table(manifest_.checked(name));
    if (table.rows() != rows || table.cols() != manifest_.number("dim")) {
      throw FormatError::at_path((manifest_.path() / name).string(),
                                 fmt::format("is {}, but {} says {} x {}", shape_of(table),
                                             kFormat.manifest, rows, manifest_.number("dim")));
    }
    return table;
  }

  internal::ArtifactReader manifest_;
};

}  // namespace

void write_model(const Model& model, const fs::path& path) {
  check_model(model);
  internal::ArtifactWriter folder(kFormat, path, model.description);
  write_vocabulary(model.words.vocabulary, folder.add(kVocabulary));
  write_table(model.words.table, folder.add(kVectors));
  if (model.singular_values.size() > 0) {
    const Eigen::VectorXf& values = model.singular_values;
    write_npy_list<float>(folder.add(kSingularValues),
                          {values.data(), static_cast<std::size_t>(values.size())});
  }
  if (model.contexts.rows() > 0) write_table(model.contexts, folder.add(kContexts));
  if (model.columns.size() > 0) write_vocabulary(model.columns, folder.add(kColumns));
  if (!model.seen.empty()) {
    write_seen_cells(model.seen, folder.add(kSeenStarts), folder.add(kSeenIndices));
  }
  if (!model.run.empty()) internal::write_sealed_json(folder.add_unlisted(kRun), model.run);
  folder.commit(own_entries(model));
}

Model read_model(const fs::path& path, const ReadOptions& options, ModelParts parts) {
  const ModelFolder folder(path, options);
  Model model;
  model.words = {folder.vocabulary(), folder.vectors()};
  if (parts == ModelParts::kAll) {
    model.contexts = folder.contexts();
    model.columns = folder.columns();
    model.seen = folder.seen();
  }
  model.singular_values = folder.singular_values();
  model.exponent = folder.exponent();
  model.description = folder.description();
  model.run = folder.run();
  return model;
}

bool is_model(const fs::path& path) { return internal::is_artifact(kFormat, path); }

Embedding load_columns(const fs::path& path, const ReadOptions& options) {
  std::error_code unknown;
  if (is_model(path) || fs::is_directory(path, unknown)) {
    const ModelFolder folder(path, options);
    if (folder.has_columns()) return {folder.columns(), folder.contexts()};
  }
  throw FormatError::at_path(
      path.string(), "has no columns with names; only a model of a matrix with labels has them");
}

}  // namespace eigenlex
