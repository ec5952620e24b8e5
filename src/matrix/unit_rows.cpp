#include "eigenlex/matrix/unit_rows.hpp"

#include <cmath>
#include <utility>

#include "eigenlex/core/parallel.hpp"

namespace eigenlex {
namespace {

/// `units` has the shape of `rows`, and may be them.
void set_unit_rows(const RowMatrix& rows, RowMatrix& units) {
  constexpr std::int64_t kUnitRowsAtOnce = 256;
  parallel_blocks(rows.rows(), kUnitRowsAtOnce,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t i = begin; i < end; ++i)
                      units.row(i) = unit_vector(rows.row(i));
                  });
}

}  // namespace

double row_length(const Eigen::Ref<const Eigen::RowVectorXf>& row) {
  const double length = row.cast<double>().norm();
  return std::isfinite(length) ? length : 0.0;
}

Eigen::RowVectorXd direction(const Eigen::Ref<const Eigen::RowVectorXf>& row) {
  const double length = row_length(row);
  if (length == 0) return Eigen::RowVectorXd::Zero(row.size());
  return row.cast<double>() / length;
}

Eigen::RowVectorXf unit_vector(const Eigen::Ref<const Eigen::RowVectorXf>& row) {
  return direction(row).cast<float>();
}

double dot_product(const Eigen::Ref<const Eigen::RowVectorXf>& a,
                   const Eigen::Ref<const Eigen::RowVectorXf>& b) {
  return a.cast<double>().dot(b.cast<double>());
}

RowMatrix unit_rows(const RowMatrix& rows) {
  RowMatrix units = new_row_matrix(rows.rows(), rows.cols());
  set_unit_rows(rows, units);
  return units;
}

RowMatrix unit_rows(RowMatrix&& rows) {
  set_unit_rows(rows, rows);
  return std::move(rows);
}

}  // namespace eigenlex
