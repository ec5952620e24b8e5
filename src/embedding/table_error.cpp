#include "eigenlex/embedding/table_error.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {

TableError table_error(const Table& original, const Storage& approximation) {
  if (original.rows() != rows_of(approximation) ||
      original.cols() != dimensions_of(approximation)) {
    throw OptionError("approximation",
                      fmt::format("{} x {}", rows_of(approximation), dimensions_of(approximation)),
                      fmt::format("must be {} x {}", original.rows(), original.cols()));
  }
  TableError error;
  std::int64_t compared = 0;
  Eigen::RowVectorXf row(original.cols());
  for (Eigen::Index i = 0; i < original.rows(); ++i) {
    decode_row(approximation, i, row);
    const Eigen::RowVectorXd a = original.row(i).cast<double>();
    const Eigen::RowVectorXd b = row.cast<double>();
    const double lengths = a.norm() * b.norm();
    if (lengths == 0) continue;
    const double difference = std::max(0.0, 1 - a.dot(b) / lengths);
    error.mean_cosine_error += difference;
    error.worst_cosine_error = std::max(error.worst_cosine_error, difference);
    ++compared;
  }
  if (compared > 0) error.mean_cosine_error /= static_cast<double>(compared);
  return error;
}

}  // namespace eigenlex
