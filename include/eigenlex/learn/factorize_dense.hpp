#pragma once

#include <filesystem>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/embedding/components.hpp"
#include "eigenlex/factor/svd.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/resources.hpp"
#include "eigenlex/matrix/dense_rows.hpp"

namespace eigenlex {

/// What turns a dense matrix, such as images or embeddings of others, into components. As it is, it
/// holds the defaults.
struct DenseRecipe {
  /// `svd.rank` is the number of components, 0 for 50 or the smaller side of the matrix.
  SvdOptions svd{.rank = 0, .tolerance = 1e-3, .max_iterations = 30};
  SvdSolver solver = SvdSolver::kRandomized;
  /// Whether the mean row is taken off first, which makes it a principal component analysis.
  bool centre = true;

  /// The recipe with a rank for a matrix of that shape where none is given.
  DenseRecipe for_shape(std::int64_t rows, std::int64_t cols) const;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

nlohmann::json describe(const DenseRecipe& recipe);

/// The truncated SVD of a dense matrix that is read as often as it is multiplied, a block of rows a
/// thread at a time, so that it may be larger than memory.
///
/// The description has "factor_options" (the recipe), "svd" and "explained_variance", the share of
/// Σ ‖x - mean‖² that each component accounts for. Throws OptionError for bad options, a rank
/// beyond the matrix's, or `Resources.memory` that the tables do not fit in; FormatError for a
/// value that is not finite. Stages: "scan" and "svd". The same bytes for any number of threads and
/// memory.
Components factorize_dense(const DenseRows& matrix, const DenseRecipe& recipe = {},
                           const Resources& resources = {}, Observer& observer = unobserved());

/// The same of an .npy file (`rows_in_file`), which is read into memory first where no limit is
/// given or it fits; with a first stage "read" then.
Components factorize_dense(const std::filesystem::path& file, const DenseRecipe& recipe = {},
                           const Resources& resources = {}, Observer& observer = unobserved());

/// Where rows lie along the directions: (Y - mean) V, for Y of as many columns as the matrix that
/// was factorized. Throws OptionError for another number. The same bytes for any number of threads.
RowMatrix transform(const Components& components, const DenseRows& rows);

}  // namespace eigenlex
