#include "eigenlex/refine/procrustes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/reducer.hpp"
#include "eigenlex/matrix/scale.hpp"

#include "matrix/symmetric_eigen.hpp"

namespace eigenlex {
namespace {

void check_shapes(const RowMatrix& source, const RowMatrix& target, std::size_t weights) {
  if (source.rows() != target.rows() || source.cols() != target.cols()) {
    throw OptionError("orthogonal_procrustes: target",
                      fmt::format("{} x {}", target.rows(), target.cols()),
                      fmt::format("must be {} x {}, as the source", source.rows(), source.cols()));
  }
  if (weights != 0 && weights != static_cast<std::size_t>(source.rows())) {
    throw OptionError("orthogonal_procrustes: weights.size()", fmt::to_string(weights),
                      fmt::format("must be the number of rows, {}, or 0", source.rows()));
  }
}

/// What takes the numbers of a table to a size that can be multiplied: a rotation does not depend
/// on it.
float scale_of(const RowMatrix& rows, std::string_view name) {
  const float largest = largest_magnitude(rows);
  if (!std::isfinite(largest)) {
    throw OptionError(fmt::format("orthogonal_procrustes: {}", name), "a number that is not finite",
                      "must be finite");
  }
  return largest == 0 ? 1.0f : static_cast<float>(scale_to_one(largest));
}

/// The weights as shares of the largest one, times `scale`.
Eigen::VectorXf row_scales(std::span<const double> weights, Eigen::Index rows, float scale) {
  if (weights.empty()) return Eigen::VectorXf::Constant(rows, scale);
  const auto bad = std::ranges::find_if(
      weights, [](double weight) { return !(weight >= 0 && std::isfinite(weight)); });
  if (bad != weights.end()) {
    throw OptionError(fmt::format("orthogonal_procrustes: weights[{}]", bad - weights.begin()),
                      fmt::to_string(*bad), "must be finite and at least 0");
  }
  const double most = std::ranges::max(weights);
  const Eigen::Map<const Eigen::VectorXd> given(weights.data(), rows);
  if (most == 0) return Eigen::VectorXf::Zero(rows);
  return ((given / most) * double{scale}).cast<float>();
}

/// Takes a matrix that is nearly orthogonal to the nearest that is: Newton's iteration without an
/// inverse, X (3 I - Xᵀ X) / 2 (Higham, Functions of Matrices, 2008, section 8.7).
Eigen::MatrixXd orthogonal_near(Eigen::MatrixXd matrix) {
  constexpr double kRounding = 1e-14;
  constexpr int kMostSteps = 20;
  const auto identity = Eigen::MatrixXd::Identity(matrix.cols(), matrix.cols());
  for (int step = 0; step < kMostSteps; ++step) {
    const Eigen::MatrixXd error = matrix.transpose() * matrix - identity;
    if (matrix.size() == 0 || error.cwiseAbs().maxCoeff() < kRounding) break;
    matrix -= 0.5 * matrix * error;
  }
  return matrix;
}

/// P Qᵀ of the SVD M = P S Qᵀ, by the eigenvectors of MᵀM. Directions whose singular value is less
/// than a millionth of the largest, which is rounding of floats, are taken as they come.
Eigen::MatrixXd polar_factor(const Eigen::MatrixXd& matrix) {
  constexpr double kResolved = 1e-6;
  const Eigen::Index size = matrix.cols();
  if (size == 0) return matrix;
  const internal::EigenPairs right = internal::symmetric_eigen(matrix.transpose() * matrix);
  const Eigen::VectorXd singular = right.values.cwiseMax(0.0).cwiseSqrt();
  const Eigen::Index lost = (singular.array() <= kResolved * singular[size - 1]).count();
  const Eigen::MatrixXd known = right.vectors.rightCols(size - lost);
  Eigen::MatrixXd factor =
      matrix * known * singular.tail(size - lost).cwiseInverse().asDiagonal() * known.transpose();
  if (lost > 0) {
    const internal::EigenPairs left = internal::symmetric_eigen(matrix * matrix.transpose());
    factor += left.vectors.leftCols(lost) * right.vectors.leftCols(lost).transpose();
  }
  return orthogonal_near(std::move(factor));
}

}  // namespace

Eigen::MatrixXd orthogonal_procrustes(const RowMatrix& source, const RowMatrix& target,
                                      std::span<const double> weights) {
  check_shapes(source, target, weights.size());
  const Eigen::VectorXf left = row_scales(weights, source.rows(), scale_of(source, "source"));
  const float right = scale_of(target, "target");
  const Eigen::MatrixXd product = sum_over_rows<float>(
      source.rows(), source.cols(), source.cols(),
      [&](std::int64_t begin, std::int64_t size, Eigen::MatrixXf& part) {
        const RowMatrix weighted =
            left.segment(begin, size).asDiagonal() * source.middleRows(begin, size);
        const RowMatrix scaled = right * target.middleRows(begin, size);
        part.noalias() = weighted.transpose() * scaled;
      },
      rows_in_one_place());
  return polar_factor(product);
}

}  // namespace eigenlex
