#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "eigenlex/query/unit_table.hpp"

namespace eigenlex::internal {

/// Bound on |computed - exact| for a dot product of two vectors of length at most 1, computed in
/// float in any order (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1),
/// with room for a few more roundings of the result.
float dot_error_bound(Eigen::Index dimensions);

/// A vector made ready for products with many rows of a table: quick to compute, and not exact.
class QuickProduct {
 public:
  virtual ~QuickProduct() = default;

  /// Products with the rows begin, begin + 1, ... of the table.
  virtual void multiply(std::int64_t begin, std::span<float> products) const = 0;
  /// With a row's number of `row_errors` added, a bound on |product - exact| for it, with room for
  /// a few roundings more.
  virtual float error() const = 0;
  /// A number for each row of the table, or null where all are 0. It does not depend on the vector.
  virtual const float* row_errors() const { return nullptr; }

  float operator()(std::int32_t id) const {
    float product = 0;
    multiply(id, {&product, 1});
    return product;
  }
};

/// Products in floats, which look at all numbers of a row.
std::unique_ptr<QuickProduct> float_product(const UnitTable& units,
                                            const Eigen::Ref<const Eigen::RowVectorXf>& vector);

/// Products that read little memory: of the compact rows of a table of floats, or of a compact
/// table as it lies: of int8 sums of integers, of pq sums of one number of a table for each group
/// (Jégou, Douze & Schmid, TPAMI 2011). Null for a table of floats without compact rows. `vector`
/// is of length at most 1; `units` must outlive the product.
std::unique_ptr<QuickProduct> compact_product(const UnitTable& units,
                                              const Eigen::Ref<const Eigen::RowVectorXf>& vector);

}  // namespace eigenlex::internal
