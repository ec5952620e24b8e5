#pragma once

#include <cstdint>
#include <span>

#include <Eigen/Core>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// Options of multinomial logistic regression.
struct LogisticRegressionOptions {
  /// Weight λ of the penalty λ/2n ‖W‖², n the number of examples; > 0. scikit-learn's 1/C.
  double l2 = 1;
  /// Greatest entry of the gradient of the mean loss at which the solution is taken; > 0.
  double tolerance = 1e-6;
  /// Most Newton steps; >= 1.
  std::int64_t max_iterations = 100;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// A fitted model: class scores of x are weights * x + bias.
struct LogisticRegression {
  Eigen::MatrixXd weights;  ///< classes x features
  Eigen::VectorXd bias;     ///< classes
  std::int64_t iterations = 0;
  bool converged = false;
  double gradient = 0;  ///< greatest entry of the gradient at the solution
};

/// Fits multinomial logistic regression by truncated Newton steps with backtracking (Lin, Weng &
/// Keerthi, JMLR 2008).
///
/// `features` is n x d, n >= 1; `labels` has n entries in 0 .. classes-1; classes >= 2. Features
/// of about unit variance converge in about ten steps. The bias is not penalized. `progress` counts
/// steps, of a number that is not known beforehand (0). Throws OptionError. Time O(n d classes) for
/// each of some hundred products; in parallel, the same bytes for any number of threads.
LogisticRegression fit_logistic_regression(const RowMatrix& features,
                                           std::span<const std::int32_t> labels,
                                           std::int64_t classes,
                                           const LogisticRegressionOptions& options,
                                           const Progress& progress = {});

}  // namespace eigenlex
