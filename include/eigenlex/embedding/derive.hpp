#pragma once

#include <cstdint>
#include <optional>

#include "eigenlex/embedding/matrix_model.hpp"
#include "eigenlex/embedding/model.hpp"

namespace eigenlex {

/// What to make of a model that has more dimensions or another exponent.
struct DeriveOptions {
  /// Number of components to keep, the leading ones; 0 keeps all. 0 .. the model's.
  std::int64_t dim = 0;
  /// Exponent p of the singular values in W = U Σ^p, in Model::kMinExponent .. kMaxExponent;
  /// nothing keeps the model's.
  std::optional<double> exponent = std::nullopt;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// The model that an SVD of rank `dim` with another exponent would have given: the leading columns,
/// each scaled by σ^(p_new - p_old); `description` stays that of the run.
///
/// Columns whose singular value is 0 are 0 unless the exponent stays the same. Throws OptionError
/// where `dim` exceeds the model's, or where something is to change in a model whose rows are not
/// scaled singular vectors. Time and memory linear in the tables.
Model derive(const Model& model, const DeriveOptions& options);
MatrixModel derive(const MatrixModel& model, const DeriveOptions& options);

}  // namespace eigenlex
