#include "eigenlex/refine/principal_components.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/scale.hpp"
#include "eigenlex/matrix/tall.hpp"

#include "matrix/symmetric_eigen.hpp"

namespace eigenlex {
namespace {

RowMatrix centred(const RowMatrix& rows) {
  const Eigen::RowVectorXd mean = rows.cast<double>().colwise().mean();
  return rows.rowwise() - mean.cast<float>();
}

double scale_of(const RowMatrix& rows) {
  const float largest = largest_magnitude(rows);
  if (!std::isfinite(largest)) {
    throw OptionError("rows", "a number that is not finite", "must be finite");
  }
  return largest == 0 ? 1.0 : scale_to_one(largest);
}

}  // namespace

RowMatrix principal_components(const RowMatrix& rows, Eigen::Index components) {
  if (components < 1) {
    throw OptionError("components", std::to_string(components), "must be at least 1");
  }
  const Eigen::Index kept = std::min(components, rows.cols());
  if (rows.rows() == 0) return RowMatrix(0, kept);
  RowMatrix points = centred(rows);
  // In a size that can be squared: directions do not depend on it.
  const double scale = scale_of(points);
  points *= static_cast<float>(scale);
  const internal::EigenPairs pairs = internal::symmetric_eigen(gram(points));
  // Eigenvalues rise; the leading directions are the last columns.
  const Eigen::MatrixXd directions = pairs.vectors.rightCols(kept).rowwise().reverse();
  RowMatrix coordinates = multiply(points, directions);
  scale_columns(coordinates, column_signs(coordinates) / static_cast<float>(scale));
  return coordinates;
}

Eigen::VectorXd table_singular_values(const RowMatrix& rows) {
  const Eigen::Index count = std::min(rows.rows(), rows.cols());
  if (count == 0) return {};
  const double scale = scale_of(rows);
  const RowMatrix scaled = static_cast<float>(scale) * rows;
  const Eigen::VectorXd values = internal::symmetric_eigen(gram(scaled)).values;
  return values.reverse().head(count).cwiseMax(0).cwiseSqrt() / scale;
}

}  // namespace eigenlex
