#include "learn/svd_stage.hpp"

#include <cmath>
#include <vector>

#include <nlohmann/json.hpp>

namespace eigenlex::internal {

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
  // One by one: Eigen's power of whole vectors rounds otherwise for each width of them.
  Eigen::VectorXf scales(singular_values.size());
  for (Eigen::Index k = 0; k < scales.size(); ++k) {
    scales[k] = std::pow(singular_values[k], static_cast<float>(exponent));
  }
  vectors *= scales.asDiagonal();
  return vectors;
}

}  // namespace eigenlex::internal
