#pragma once

#include <string>
#include <vector>

#include "eigenlex/core/notes.hpp"
#include "eigenlex/core/observer.hpp"
#include "eigenlex/embedding/matrix_model.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/resources.hpp"
#include "eigenlex/matrix/labelled_matrix.hpp"

namespace eigenlex {

/// A matrix that is not text to vectors of its rows and columns.
///
/// The SVD takes the values as they are; ALS reads them as implicit feedback (Hu, Koren & Volinsky,
/// ICDM 2008), see `implicit_feedback`. The description has "factor_options" (the recipe), "matrix"
/// and "svd" or "als". Throws OptionError for bad options or a rank beyond the matrix's,
/// FormatError for a negative value where ALS takes it for a preference. `Resources.memory` is not
/// kept to: OptionError where it is given. Stages: "svd" or "als". The same bytes for any number of
/// threads.
MatrixModel factorize_matrix(LabelledMatrix matrix, const MatrixRecipe& recipe = {},
                             const Resources& resources = {}, Observer& observer = unobserved());

/// The same of a file, as for `read_matrix_file`, with a first stage "read". `columns` are those of
/// the file; `note`, which may be empty, is told what was decided on reading it.
MatrixModel factorize_matrix(const std::string& file, const MatrixRecipe& recipe = {},
                             const Resources& resources = {}, Observer& observer = unobserved(),
                             const std::vector<std::string>& columns = {},
                             const NoteSink& note = {});

}  // namespace eigenlex
