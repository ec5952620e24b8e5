#include "eigenlex/refine/principal_components.hpp"

#include <algorithm>
#include <string>

#include <Eigen/Eigenvalues>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/tall.hpp"

namespace eigenlex {
namespace {

RowMatrix centred(const RowMatrix& rows) {
  const Eigen::RowVectorXd mean = rows.cast<double>().colwise().mean();
  return rows.rowwise() - mean.cast<float>();
}

void fix_signs(RowMatrix& columns) {
  for (Eigen::Index column = 0; column < columns.cols(); ++column) {
    Eigen::Index largest = 0;
    columns.col(column).cwiseAbs().maxCoeff(&largest);
    if (columns(largest, column) < 0) columns.col(column) *= -1;
  }
}

}  // namespace

RowMatrix principal_components(const RowMatrix& rows, Eigen::Index components) {
  if (components < 1) {
    throw OptionError("components", std::to_string(components), "must be at least 1");
  }
  const Eigen::Index kept = std::min(components, rows.cols());
  if (rows.rows() == 0) return RowMatrix(0, kept);
  const RowMatrix points = centred(rows);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gram(points));
  // Eigenvalues rise; the leading directions are the last columns.
  const Eigen::MatrixXd directions = solver.eigenvectors().rightCols(kept).rowwise().reverse();
  RowMatrix coordinates = multiply(points, directions);
  fix_signs(coordinates);
  return coordinates;
}

Eigen::VectorXd table_singular_values(const RowMatrix& rows) {
  const Eigen::Index count = std::min(rows.rows(), rows.cols());
  if (count == 0) return {};
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gram(rows), Eigen::EigenvaluesOnly);
  return solver.eigenvalues().reverse().head(count).cwiseMax(0).cwiseSqrt();
}

}  // namespace eigenlex
