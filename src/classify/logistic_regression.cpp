#include "eigenlex/classify/logistic_regression.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

namespace eigenlex {
namespace {

using Eigen::MatrixXd;

constexpr std::int64_t kRowsInBlock = 512;
constexpr int kMostCgSteps = 250;
constexpr int kMostHalvings = 40;
/// Share of the decrease the gradient promises that a step has to bring (Armijo's rule).
constexpr double kSufficientDecrease = 1e-4;

/// The mean loss with its penalty, a function of the (features + 1) x classes parameters whose last
/// row is the bias.
class Objective {
 public:
  Objective(const RowMatrix& features, std::span<const std::int32_t> labels, std::int64_t classes,
            double l2)
      : features_(features),
        labels_(labels),
        n_(static_cast<double>(features.rows())),
        penalty_(l2 / n_),
        probabilities_(features.rows(), classes) {}

  double value(const MatrixXd& w) const {
    std::vector<double> losses(blocks());
    parallel_blocks(features_.rows(), kRowsInBlock,
                    [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                      const MatrixXd scores = products(w, begin, end);
                      double loss = 0;
                      for (Eigen::Index i = 0; i < scores.rows(); ++i) {
                        const double top = scores.row(i).maxCoeff();
                        loss += top + std::log((scores.row(i).array() - top).exp().sum()) -
                                scores(i, label(begin + i));
                      }
                      losses[static_cast<std::size_t>(block)] = loss;
                    });
    double sum = 0;
    for (const double loss : losses) sum += loss;
    return sum / n_ + penalty_ / 2 * w.topRows(features_.cols()).squaredNorm();
  }

  /// The gradient at w; the Hessian is that at w from here on.
  MatrixXd gradient(const MatrixXd& w) {
    return sum_of_blocks(w, [&](std::int64_t begin, std::int64_t end) {
      MatrixXd scores = products(w, begin, end);
      scores.colwise() -= scores.rowwise().maxCoeff().eval();
      scores = scores.array().exp();
      scores.array().colwise() /= scores.rowwise().sum().array().eval();
      probabilities_.middleRows(begin, end - begin) = scores;
      for (Eigen::Index i = 0; i < scores.rows(); ++i) scores(i, label(begin + i)) -= 1;
      return scores;
    });
  }

  /// The Hessian times v: for each example (diag(p) - p pᵀ) on its scores.
  MatrixXd curvature(const MatrixXd& v) const {
    return sum_of_blocks(v, [&](std::int64_t begin, std::int64_t end) {
      const auto p = probabilities_.middleRows(begin, end - begin).array();
      MatrixXd scores = p * products(v, begin, end).array();
      const Eigen::VectorXd sums = scores.rowwise().sum();
      scores.array() -= p.colwise() * sums.array();
      return scores;
    });
  }

 private:
  std::size_t blocks() const {
    return static_cast<std::size_t>(block_count(features_.rows(), kRowsInBlock));
  }
  std::int32_t label(std::int64_t i) const { return labels_[static_cast<std::size_t>(i)]; }

  MatrixXd rows(std::int64_t begin, std::int64_t end) const {
    return features_.middleRows(begin, end - begin).cast<double>();
  }

  MatrixXd products(const MatrixXd& w, std::int64_t begin, std::int64_t end) const {
    MatrixXd scores = rows(begin, end) * w.topRows(features_.cols());
    scores.rowwise() += w.row(features_.cols());
    return scores;
  }

  /// (1/n) Xᵀ G plus the penalty's part, G given by rows for each block; added in their order.
  template <class RowsOf>
  MatrixXd sum_of_blocks(const MatrixXd& w, RowsOf&& rows_of) const {
    std::vector<MatrixXd> parts(blocks());
    parallel_blocks(features_.rows(), kRowsInBlock,
                    [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                      const MatrixXd g = rows_of(begin, end);
                      MatrixXd& part = parts[static_cast<std::size_t>(block)];
                      part.resize(w.rows(), w.cols());
                      part.topRows(features_.cols()).noalias() = rows(begin, end).transpose() * g;
                      part.row(features_.cols()) = g.colwise().sum();
                    });
    MatrixXd sum = MatrixXd::Zero(w.rows(), w.cols());
    for (const MatrixXd& part : parts) sum += part;
    sum /= n_;
    sum.topRows(features_.cols()) += penalty_ * w.topRows(features_.cols());
    return sum;
  }

  const RowMatrix& features_;
  std::span<const std::int32_t> labels_;
  double n_;
  double penalty_;
  MatrixXd probabilities_;
};

double dot(const MatrixXd& a, const MatrixXd& b) { return a.cwiseProduct(b).sum(); }

/// A step towards the minimum: conjugate gradients on H step = -gradient, as far as it pays;
/// `check` is called before each.
MatrixXd newton_step(const Objective& objective, const MatrixXd& gradient,
                     const std::function<void()>& check) {
  MatrixXd step = MatrixXd::Zero(gradient.rows(), gradient.cols());
  MatrixXd residual = -gradient;
  MatrixXd direction = residual;
  double squares = dot(residual, residual);
  const double enough = squares * std::min(0.01, std::sqrt(squares));
  for (int i = 0; i < kMostCgSteps && squares > enough; ++i) {
    check();
    const MatrixXd curved = objective.curvature(direction);
    const double curvature = dot(direction, curved);
    if (curvature <= 0) break;
    const double length = squares / curvature;
    step += length * direction;
    residual -= length * curved;
    const double next = dot(residual, residual);
    direction = residual + next / squares * direction;
    squares = next;
  }
  return step;
}

/// Goes along the step, half as far until the loss falls enough; whether it did.
bool advance(const Objective& objective, const MatrixXd& gradient, const MatrixXd& step,
             MatrixXd& w, double& value) {
  const double slope = dot(gradient, step);
  double length = 1;
  for (int i = 0; i < kMostHalvings; ++i, length /= 2) {
    const MatrixXd next = w + length * step;
    const double next_value = objective.value(next);
    if (next_value <= value + kSufficientDecrease * length * slope) {
      w = next;
      value = next_value;
      return true;
    }
  }
  return false;  // rounding is all that is left
}

}  // namespace

void LogisticRegressionOptions::validate() const {
  const auto require = [](bool holds, const char* field, double value, const char* requirement) {
    if (!holds) {
      throw OptionError(std::string("LogisticRegressionOptions.") + field, fmt::to_string(value),
                        requirement);
    }
  };
  require(l2 > 0 && std::isfinite(l2), "l2", l2, "must be > 0");
  require(tolerance > 0, "tolerance", tolerance, "must be > 0");
  require(max_iterations >= 1, "max_iterations", static_cast<double>(max_iterations),
          "must be >= 1");
}

LogisticRegression fit_logistic_regression(const RowMatrix& features,
                                           std::span<const std::int32_t> labels,
                                           std::int64_t classes,
                                           const LogisticRegressionOptions& options,
                                           const Progress& progress) {
  options.validate();
  const bool labelled = features.rows() >= 1 && std::ssize(labels) == features.rows();
  if (!labelled || classes < 2) {
    throw OptionError("labels", fmt::format("{} labels of {} classes", labels.size(), classes),
                      fmt::format("must be of two classes or more, one for each of the {} examples",
                                  features.rows()));
  }
  for (const std::int32_t label : labels) {
    if (label < 0 || label >= classes) {
      throw OptionError("labels", fmt::to_string(label), fmt::format("must be 0..{}", classes - 1));
    }
  }
  Objective objective(features, labels, classes, options.l2);
  MatrixXd w = MatrixXd::Zero(features.cols() + 1, classes);
  double value = objective.value(w);
  LogisticRegression result;
  while (true) {
    const MatrixXd gradient = objective.gradient(w);
    result.gradient = gradient.cwiseAbs().maxCoeff();
    result.converged = result.gradient <= options.tolerance;
    if (result.converged || result.iterations == options.max_iterations) break;
    // The most steps say nothing of how many it takes.
    const auto check = [&] { report(progress, result.iterations, 0); };
    const MatrixXd step = newton_step(objective, gradient, check);
    check();
    ++result.iterations;
    if (!advance(objective, gradient, step, w, value)) break;
  }
  report(progress, result.iterations, 0);
  result.weights = w.topRows(features.cols()).transpose();
  result.bias = w.row(features.cols()).transpose();
  return result;
}

}  // namespace eigenlex
