#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex {

/// Rows of length at most 1 in a byte a component, for products quick to compute and of bounded
/// error.
///
/// Row r is stored as whole numbers q in -127 .. 127 and a step s with r ≈ s q, and beside it the
/// length of what is lost, e = |r - s q|. A vector v is rounded in the same way to t w, w of 15
/// bits, losing f = |v - t w|. By the Cauchy-Schwarz inequality
///     |r·v - s t (q·w)| <= e |v| + |s q| f,
/// and q·w is a sum of integers, without rounding. It reads a quarter of the memory of floats.
class CompactRows {
 public:
  /// `rows` are finite and of length at most 1. Cost O(rows · dimensions), in parallel; the same
  /// bytes for any number of threads.
  explicit CompactRows(const Table& rows);

  /// Products of `vectors` (vectors × dimensions, finite, of length at most 1) with the rows
  /// begin .. begin + products.cols() - 1 to `products` (vectors × rows); to `errors`, for each of
  /// these rows a bound on |product - exact| for every vector, with room for a few roundings more.
  void multiply(const Eigen::Ref<const Table>& vectors, std::int64_t begin,
                Eigen::Ref<Table> products, std::span<float> errors) const;

 private:
  const std::int8_t* row(std::int64_t id) const {
    return values_.data() + static_cast<std::size_t>(id) * stride_;
  }

  std::size_t dimensions_;
  std::size_t stride_;  // dimensions and zeros, whole vector registers
  std::vector<std::int8_t> values_;
  std::vector<float> steps_;   // s
  std::vector<float> errors_;  // e, rounded up
};

}  // namespace eigenlex
