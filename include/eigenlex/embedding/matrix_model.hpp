#pragma once

#include <filesystem>
#include <optional>

#include <Eigen/Core>
#include <nlohmann/json.hpp>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/embedding/model_parts.hpp"
#include "eigenlex/embedding/seen_cells.hpp"

namespace eigenlex {

/// What factorizing a matrix that is not text leaves behind, such as the ratings of films: vectors
/// of its rows (users) and of its columns (films).
///
/// An SVD of rank d, A ≈ U Σ Vᵀ, gives U Σ^p for rows and V Σ^p for columns.
struct MatrixModel {
  /// Names and vectors of the rows; the count of a name is the number of its cells.
  Embedding rows;
  /// The same of the columns.
  Embedding columns;
  /// The cells that the matrix has, a row for each; empty where they were not kept.
  SeenCells seen;
  /// As in `Model`, and so are the others.
  Eigen::VectorXf singular_values;
  std::optional<double> exponent = std::nullopt;
  nlohmann::json description = nlohmann::json::object();
  nlohmann::json run = nlohmann::json::object();
};

/// Writes a model directory as `write_model` of a model of words does, with columns.tsv, and
/// seen_indptr.npy with seen_indices.npy where the cells were kept.
void write_model(const MatrixModel& model, const std::filesystem::path& path);

/// Reads such a directory. Throws IoError, or FormatError where a file is damaged, the files do not
/// fit together, the format is of a later version or the model is one of words.
MatrixModel read_matrix_model(const std::filesystem::path& path, const ReadOptions& options = {},
                              ModelParts parts = ModelParts::kAll);

/// Whether `path` is a folder with a model.json and the columns of a matrix.
bool is_matrix_model(const std::filesystem::path& path);

/// The columns of a model of a matrix, and their vectors. Throws IoError, or FormatError where the
/// model is damaged or has no columns with names, as those of words and files of vectors have none.
Embedding load_columns(const std::filesystem::path& path, const ReadOptions& options = {});

}  // namespace eigenlex
