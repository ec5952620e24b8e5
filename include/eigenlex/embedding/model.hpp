#pragma once

#include <filesystem>
#include <optional>

#include <Eigen/Core>
#include <nlohmann/json.hpp>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/embedding/model_parts.hpp"

namespace eigenlex {

/// What a training run leaves behind: the vectors of V words, and what they were made from.
///
/// An SVD of rank d, A ≈ U Σ Vᵀ, gives the rows W = U Σ^p for words and C = V Σ^p for contexts.
/// What a matrix that is not text gives is a `MatrixModel`.
struct Model {
  static constexpr double kMinExponent = -1;
  static constexpr double kMaxExponent = 2;

  /// W: V x d.
  Embedding words;
  /// C: V x d for symmetric contexts, 2V x d for directional ones (left neighbours, then right
  /// neighbours), 3V x d for near ones (words before, after, further away); no rows where it was
  /// not kept.
  Table contexts;
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
/// contexts.npy and run.json where the model has them.
///
/// The directory appears when it is complete. It replaces a model of that name, but no other folder
/// that holds anything. Throws IoError, or OptionError where the parts of the model do not fit
/// together or `description` uses a key that model.json has itself.
void write_model(const Model& model, const std::filesystem::path& path);

/// Reads the directory of a model of words.
///
/// Throws IoError, or FormatError where a file is damaged (checksum, size, numbers that are not
/// finite), the files do not fit together, the format is of a later version or the model is one of
/// a matrix.
Model read_model(const std::filesystem::path& path, const ReadOptions& options = {},
                 ModelParts parts = ModelParts::kAll);

/// Whether `path` is a folder with a model.json, of words or of a matrix.
bool is_model(const std::filesystem::path& path);

/// The words and vectors, in floats, of whatever `open_embedding` opens. Throws as that.
Embedding load_embedding(const std::filesystem::path& path, const ReadOptions& options = {});

}  // namespace eigenlex
