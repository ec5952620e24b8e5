#pragma once

#include <nlohmann/json_fwd.hpp>

#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/factor/svd.hpp"
#include "eigenlex/matrix/linear_operator.hpp"

#include "console.hpp"
#include "pipeline.hpp"

namespace eigenlex::tool {

/// The truncated SVD by the solver of the settings, as a stage of the console.
SvdResult run_svd(const LinearOperator& matrix, const FactorSettings& settings, Console& console);

/// The accuracy report of model.json.
nlohmann::json describe_svd(const SvdResult& result);

/// X Σ^p for singular vectors X.
Table scaled_columns(RowMatrix vectors, const Eigen::VectorXf& singular_values, double exponent);

}  // namespace eigenlex::tool
