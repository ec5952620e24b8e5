#pragma once

#include <functional>

#include <nlohmann/json_fwd.hpp>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/factor/svd.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/matrix/linear_operator.hpp"

namespace eigenlex::internal {

/// The truncated SVD by a solver, as a stage; where a rank that was not given may be lowered, as
/// many stages as it takes to find one that the data support. `release` is called as by the solver.
SvdResult run_svd(const LinearOperator& matrix, SvdSolver solver, SvdOptions options,
                  bool may_lower_rank, Observer& observer,
                  const std::function<void()>& release = {});

/// The accuracy report of model.json.
nlohmann::json describe_svd(const SvdResult& result);

/// X Σ^p for singular vectors X.
Table scaled_columns(RowMatrix vectors, const Eigen::VectorXf& singular_values, double exponent);

}  // namespace eigenlex::internal
