#include "svd_stage.hpp"

#include <vector>

#include <nlohmann/json.hpp>

namespace eigenlex::tool {

SvdResult run_svd(const LinearOperator& matrix, const FactorSettings& settings, Console& console) {
  const Progress progress = console.begin("svd");
  SvdResult result = settings.solver == Solver::kSpectra
                         ? spectra_svd(matrix, settings.svd, progress)
                         : randomized_svd(matrix, settings.svd, progress);
  console.end();
  return result;
}

nlohmann::json describe_svd(const SvdResult& result) {
  return {{"iterations", result.iterations},
          {"converged", result.converged},
          {"worst_residual", result.residuals.maxCoeff()},
          {"orthogonality_error", result.orthogonality_error},
          {"residuals", std::vector<double>(result.residuals.begin(), result.residuals.end())}};
}

Table scaled_columns(RowMatrix vectors, const Eigen::VectorXf& singular_values, double exponent) {
  const Eigen::VectorXf scales = singular_values.array().pow(static_cast<float>(exponent));
  vectors *= scales.asDiagonal();
  return vectors;
}

}  // namespace eigenlex::tool
