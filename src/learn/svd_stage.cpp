#include "learn/svd_stage.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/tall.hpp"

namespace eigenlex::internal {

SvdResult run_svd(const LinearOperator& matrix, SvdSolver solver, SvdOptions options,
                  bool may_lower_rank, Observer& observer, const std::function<void()>& release) {
  while (true) {
    const Progress progress = observer.begin("svd");
    try {
      const auto solve = solver == SvdSolver::kSpectra ? spectra_svd : randomized_svd;
      SvdResult result = solve(matrix, options, progress, release);
      observer.end();
      return result;
    } catch (const OptionError& error) {
      const bool is_too_high = error.field() == "SvdOptions.rank" && options.rank > 1;
      if (!may_lower_rank || !is_too_high) throw;
    }
    observer.end();
    options.rank -= std::max(1, options.rank / 4);
  }
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
  Eigen::RowVectorXf scales(singular_values.size());
  for (Eigen::Index k = 0; k < scales.size(); ++k) {
    scales[k] = std::pow(singular_values[k], static_cast<float>(exponent));
  }
  scale_columns(vectors, scales);
  return vectors;
}

}  // namespace eigenlex::internal
