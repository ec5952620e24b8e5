#pragma once

#include <filesystem>
#include <optional>

#include <Eigen/Core>
#include <nlohmann/json.hpp>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/embedding/seen_cells.hpp"

namespace eigenlex {

/// What a training run leaves behind: the vectors of V words, and what they were made from.
///
/// An SVD of rank d, A ≈ U Σ Vᵀ, gives the rows W = U Σ^p for words and C = V Σ^p for contexts. A
/// model of a matrix that is not text, such as the ratings of users, has its rows for words and its
/// columns, with names of their own, for contexts.
struct Model {
  static constexpr double kMinExponent = -1;
  static constexpr double kMaxExponent = 2;

  /// W: V x d.
  Embedding words;
  /// C: V x d for symmetric contexts, 2V x d for directional ones (left neighbours, then right
  /// neighbours), 3V x d for near ones (words before, after, further away); a row for each of
  /// `columns`, where there are any; no rows where it was not kept.
  Table contexts;
  /// Names of the columns of a matrix that is not text; none where contexts are words.
  Vocabulary columns = {};
  /// The cells that such a matrix has, a row for each word; empty where they were not kept.
  SeenCells seen = {};
  /// The diagonal of Σ: d numbers >= 0 that never rise; empty where the vectors were not made by an
  /// SVD.
  Eigen::VectorXf singular_values;
  /// p, in kMinExponent .. kMaxExponent; nothing where the rows are not scaled singular vectors (as
  /// after ALS).
  std::optional<double> exponent = std::nullopt;
  /// What model.json says beside format version, sizes, exponent and checksums: an object of
  /// options, corpus figures, convergence report; the same for the same command.
  nlohmann::json description = nlohmann::json::object();
  /// What run.json says: an object of what differs from run to run, such as timings.
  nlohmann::json run = nlohmann::json::object();
};

/// Writes a model directory: model.json, vocab.tsv, vectors.npy, and singular_values.npy,
/// contexts.npy, columns.tsv, seen_indptr.npy with seen_indices.npy, and run.json where the model
/// has them.
///
/// The directory appears when it is complete. It replaces a model of that name, but no other folder
/// that holds anything. Throws IoError, or OptionError where the parts of the model do not fit
/// together or `description` uses a key that model.json has itself.
void write_model(const Model& model, const std::filesystem::path& path);

/// What to read of a model directory.
enum class ModelParts {
  kWords,  ///< the words and their vectors alone
  kAll,    ///< also the contexts, often half of the directory, columns and seen cells
};

/// Reads a model directory.
///
/// Throws IoError, or FormatError where a file is damaged (checksum, size, numbers that are not
/// finite), the files do not fit together, or the format is of a later version.
Model read_model(const std::filesystem::path& path, const ReadOptions& options = {},
                 ModelParts parts = ModelParts::kAll);

/// The columns of a model of a matrix, and their vectors. Throws IoError, or FormatError where the
/// model is damaged or has no columns with names, as those of words and files of vectors have none.
Embedding load_columns(const std::filesystem::path& path, const ReadOptions& options = {});

/// Whether `path` is a folder with a model.json.
bool is_model(const std::filesystem::path& path);

/// The words and vectors, in floats, of whatever `open_embedding` opens. Throws as that.
Embedding load_embedding(const std::filesystem::path& path, const ReadOptions& options = {});

}  // namespace eigenlex
