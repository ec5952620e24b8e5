#include "svd_stage.hpp"

#include <vector>

#include <nlohmann/json.hpp>

namespace eigenlex {

SvdResult run_svd(const LinearOperator& matrix, SvdSolver solver, const SvdOptions& options,
                  Observer& observer) {
  const Progress progress = observer.begin("svd");
  SvdResult result = solver == SvdSolver::kSpectra ? spectra_svd(matrix, options, progress)
                                                   : randomized_svd(matrix, options, progress);
  observer.end();
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

}  // namespace eigenlex
