#pragma once

#include <filesystem>

#include <Eigen/Core>
#include <nlohmann/json.hpp>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// What factorizing a dense matrix X, n x m, leaves behind: with its rows less their mean, its
/// principal components (Pearson 1901; Hotelling 1933), else its truncated SVD.
struct Components {
  /// Vᵀ, d x m: directions as orthonormal rows, the first one of the largest variance.
  RowMatrix directions;
  /// Σ, d, falling.
  Eigen::VectorXf singular_values;
  /// The mean row, m; empty where it was not taken off.
  Eigen::RowVectorXf mean;
  /// U Σ, n x d: where the rows lie along the directions.
  RowMatrix coordinates;
  nlohmann::json description = nlohmann::json::object();
  nlohmann::json run = nlohmann::json::object();
};

/// Writes a folder: components.json and the arrays components.npy, singular_values.npy,
/// coordinates.npy and, where there is one, mean.npy. It appears when it is complete and replaces
/// one of its kind. Throws IoError, or OptionError where the parts do not fit together.
void write_components(const Components& components, const std::filesystem::path& path);

/// Reads such a folder, with the coordinates only where they are asked for. Throws IoError, or
/// FormatError where a file is damaged or they do not fit together.
Components read_components(const std::filesystem::path& path, const ReadOptions& options = {},
                           bool with_coordinates = false);

}  // namespace eigenlex
