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
#include "eigenlex/embedding/matrix_model.hpp"
#include "eigenlex/embedding/table_file.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

#include "core/artifact.hpp"
#include "core/sealed_json.hpp"
#include "embedding/read_embedding.hpp"
#include "embedding/read_table.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::string_view kRun = "run.json";
constexpr std::string_view kVocabulary = "vocab.tsv";
constexpr std::string_view kVectors = "vectors.npy";
constexpr std::string_view kSingularValues = "singular_values.npy";
constexpr std::string_view kContexts = "contexts.npy";
constexpr std::string_view kColumnNames = "columns.tsv";
constexpr std::string_view kSeenStarts = "seen_indptr.npy";
constexpr std::string_view kSeenIndices = "seen_indices.npy";

constexpr std::array<std::string_view, 4> kModelKeys = {"words", "dim", "context_rows", "exponent"};
constexpr internal::ArtifactFormat kModelFormat{
    .name = "model", .manifest = "model.json", .version = 2, .keys = kModelKeys};

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

/// What a model of either kind has, to be written.
struct Parts {
  const char* type;  ///< what messages call it
  const Embedding& rows;
  const Table& contexts;
  const Eigen::VectorXf& singular_values;
  const std::optional<double>& exponent;
  const json& description;
  const json& run;
  const Vocabulary* columns = nullptr;
  const SeenCells* seen = nullptr;
};

/// Checks what both kinds have to keep.
void check_parts(const Parts& parts) {
  const auto field = [&](const char* name) { return fmt::format("{}.{}", parts.type, name); };
  const Eigen::Index dim = parts.rows.table.cols();
  const Eigen::VectorXf& spectrum = parts.singular_values;
  require(parts.rows.table.rows() == parts.rows.vocabulary.size() && dim > 0,
          field(parts.columns ? "rows" : "words"), shape_of(parts.rows.table),
          fmt::format("must have a row for each of the {} words, and columns",
                      parts.rows.vocabulary.size()));
  require((spectrum.size() == 0 || spectrum.size() == dim) && is_spectrum(spectrum),
          field("singular_values"), fmt::format("{} numbers", spectrum.size()),
          fmt::format("must be {} finite numbers >= 0 that never rise, or none", dim));
  if (parts.exponent) {
    require(is_exponent(*parts.exponent), field("exponent"), fmt::format("{}", *parts.exponent),
            fmt::format("must be in {} .. {}", Model::kMinExponent, Model::kMaxExponent));
    require(spectrum.size() == dim, field("exponent"), fmt::format("{}", *parts.exponent),
            "has no meaning without singular values");
  }
}

void check_contexts(const Model& model) {
  const Table& contexts = model.contexts;
  const Eigen::Index words = model.words.table.rows(), dim = model.words.table.cols();
  require(contexts.rows() == 0 ||
              (contexts.cols() == dim && ContextBlocks::fit(words, contexts.rows())),
          "Model.contexts", shape_of(contexts),
          fmt::format("must be {0} x {3}, {1} x {3}, {2} x {3} or empty", words, 2 * words,
                      3 * words, dim));
}

void check_columns(const MatrixModel& model) {
  const Table& columns = model.columns.table;
  const std::int64_t names = model.columns.vocabulary.size();
  const Eigen::Index dim = model.rows.table.cols();
  require(names > 0 && columns.rows() == names && columns.cols() == dim, "MatrixModel.columns",
          shape_of(columns),
          fmt::format("must be {} x {}, a row for each column, and not empty", names, dim));
  if (!model.seen.empty()) check_seen_cells(model.seen, model.rows.table.rows(), names);
}

json own_entries(const Parts& parts) {
  return {{"words", parts.rows.table.rows()},
          {"dim", parts.rows.table.cols()},
          {"context_rows", parts.contexts.rows()},
          {"exponent", parts.exponent ? json(*parts.exponent) : json(nullptr)}};
}

/// A model directory being read: what its model.json says, and its files.
class ModelFolder {
 public:
  ModelFolder(const fs::path& path, const ReadOptions& options)
      : manifest_(kModelFormat, path, options) {}

  Vocabulary vocabulary() const {
    Vocabulary vocabulary = read_vocabulary(manifest_.checked(kVocabulary));
    if (vocabulary.size() != manifest_.number("words")) {
      manifest_.fail(fmt::format("\"words\" is {}, but {} has {}", manifest_.number("words"),
                                 kVocabulary, vocabulary.size()));
    }
    return vocabulary;
  }

  Table vectors() const { return table(kVectors, manifest_.number("words")); }

  Embedding words() const {
    return internal::read_embedding(
        manifest_.path() / kVocabulary, [this] { return vocabulary(); },
        [this] { return vectors(); });
  }

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

  bool has_columns() const { return manifest_.lists(kColumnNames); }

  Vocabulary columns() const {
    Vocabulary columns = read_vocabulary(manifest_.checked(kColumnNames));
    if (columns.size() == 0 || columns.size() != manifest_.number("context_rows")) {
      manifest_.fail(fmt::format("\"context_rows\" is {}, but {} has {}",
                                 manifest_.number("context_rows"), kColumnNames, columns.size()));
    }
    return columns;
  }

  SeenCells seen() const {
    if (!manifest_.lists(kSeenStarts)) return {};
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
    Table table = internal::read_table(manifest_, name);
    if (table.rows() != rows || table.cols() != manifest_.number("dim")) {
      throw FormatError::at_path((manifest_.path() / name).string(),
                                 fmt::format("is {}, but {} says {} x {}", shape_of(table),
                                             kModelFormat.manifest, rows, manifest_.number("dim")));
    }
    return table;
  }

  internal::ArtifactReader manifest_;
};

void write_parts(const Parts& parts, const fs::path& path) {
  internal::ArtifactWriter folder(kModelFormat, path, parts.description);
  write_vocabulary(parts.rows.vocabulary, folder.add(kVocabulary));
  write_table(parts.rows.table, folder.add(kVectors));
  if (parts.singular_values.size() > 0) {
    const Eigen::VectorXf& values = parts.singular_values;
    write_npy_list<float>(folder.add(kSingularValues),
                          {values.data(), static_cast<std::size_t>(values.size())});
  }
  if (parts.contexts.rows() > 0) write_table(parts.contexts, folder.add(kContexts));
  if (parts.columns != nullptr) write_vocabulary(*parts.columns, folder.add(kColumnNames));
  if (parts.seen != nullptr && !parts.seen->empty()) {
    write_seen_cells(*parts.seen, folder.add(kSeenStarts), folder.add(kSeenIndices));
  }
  if (!parts.run.empty()) internal::write_sealed_json(folder.add_unlisted(kRun), parts.run);
  folder.commit(own_entries(parts));
}

}  // namespace

void write_model(const Model& model, const fs::path& path) {
  const Parts parts{.type = "Model",
                    .rows = model.words,
                    .contexts = model.contexts,
                    .singular_values = model.singular_values,
                    .exponent = model.exponent,
                    .description = model.description,
                    .run = model.run};
  check_parts(parts);
  check_contexts(model);
  write_parts(parts, path);
}

void write_model(const MatrixModel& model, const fs::path& path) {
  const Parts parts{.type = "MatrixModel",
                    .rows = model.rows,
                    .contexts = model.columns.table,
                    .singular_values = model.singular_values,
                    .exponent = model.exponent,
                    .description = model.description,
                    .run = model.run,
                    .columns = &model.columns.vocabulary,
                    .seen = &model.seen};
  check_parts(parts);
  check_columns(model);
  write_parts(parts, path);
}

Model read_model(const fs::path& path, const ReadOptions& options, ModelParts parts) {
  const ModelFolder folder(path, options);
  if (folder.has_columns()) {
    throw FormatError::at_path(path.string(), "is the model of a matrix, not of words");
  }
  Model model;
  model.words = folder.words();
  if (parts == ModelParts::kAll) model.contexts = folder.contexts();
  model.singular_values = folder.singular_values();
  model.exponent = folder.exponent();
  model.description = folder.description();
  model.run = folder.run();
  return model;
}

MatrixModel read_matrix_model(const fs::path& path, const ReadOptions& options, ModelParts parts) {
  const ModelFolder folder(path, options);
  if (!folder.has_columns()) {
    throw FormatError::at_path(path.string(), "is a model of words, not of a matrix");
  }
  MatrixModel model;
  model.rows = folder.words();
  if (parts == ModelParts::kAll) {
    model.columns = {folder.columns(), folder.contexts()};
    model.seen = folder.seen();
  }
  model.singular_values = folder.singular_values();
  model.exponent = folder.exponent();
  model.description = folder.description();
  model.run = folder.run();
  return model;
}

bool is_matrix_model(const fs::path& path) {
  std::error_code unknown;
  return is_model(path) && fs::is_regular_file(path / kColumnNames, unknown);
}

bool is_model(const fs::path& path) { return internal::is_artifact(kModelFormat, path); }

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
