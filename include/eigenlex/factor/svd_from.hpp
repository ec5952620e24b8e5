#pragma once

#include "eigenlex/core/progress.hpp"
#include "eigenlex/factor/svd.hpp"
#include "eigenlex/matrix/linear_operator.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// `randomized_svd` from the subspace of a similar matrix: of a table whose columns span about the
/// leading right singular vectors, m x k, as the contexts of a model of less text do.
///
/// The iteration begins with A times the table, filled up with random columns, in place of a Krylov
/// space or a random basis; the result is as exact as the tolerance says, whatever the start.
/// Throws as `randomized_svd`, and OptionError where the table does not fit. Cost: a product with
/// d (1 + oversampling) columns and an iteration at least. The same bytes for any number of
/// threads.
SvdResult randomized_svd_from(const LinearOperator& matrix, const RowMatrix& right,
                              const SvdOptions& options, const Progress& progress = {});

}  // namespace eigenlex
