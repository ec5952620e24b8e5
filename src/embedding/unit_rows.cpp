#include "eigenlex/embedding/unit_rows.hpp"

#include <cmath>
#include <cstdint>

#include "eigenlex/core/parallel.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kRowsPerBlock = 1024;

}  // namespace

Eigen::RowVectorXf unit_vector(const Eigen::Ref<const Eigen::RowVectorXf>& vector) {
  // Double precision keeps squares of any float entry finite.
  const double length = vector.cast<double>().norm();
  if (!std::isfinite(length) || length == 0) return Eigen::RowVectorXf::Zero(vector.size());
  return (vector.cast<double>() / length).cast<float>();
}

double dot_product(const Eigen::Ref<const Eigen::RowVectorXf>& a,
                   const Eigen::Ref<const Eigen::RowVectorXf>& b) {
  return a.cast<double>().dot(b.cast<double>());
}

Table unit_rows(Table table) {
  parallel_blocks(table.rows(), kRowsPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t row = begin; row < end; ++row) {
                      table.row(row) = unit_vector(table.row(row));
                    }
                  });
  return table;
}

}  // namespace eigenlex
