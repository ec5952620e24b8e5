#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/core/array.hpp"
#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex::internal {

/// Rows in a byte a component, as they lie in memory: row r is about steps[r] times the whole
/// numbers from number r · stride on, and of length at most 1.
struct ByteRows {
  std::span<const std::int8_t> values;
  std::size_t stride;
  const float* steps;
  const float* errors;  ///< length of what is lost of each row
};

/// A vector in whole numbers, for products with such rows that are quick to compute and of bounded
/// error.
///
/// A row r is s q, q whole numbers in -127 .. 127, but for a rest of length e. A vector v is
/// rounded to t w, w of 15 bits, losing f = |v - t w|. By the Cauchy-Schwarz inequality
///     |r·v - s t (q·w)| <= e |v| + |s q| f,
/// and q·w is a sum of integers, without rounding. It reads a quarter of the memory of floats.
class RoundedVector {
 public:
  /// `vector` is finite and of length at most 1.
  explicit RoundedVector(const Eigen::Ref<const Eigen::RowVectorXf>& vector);

  /// Products with the rows begin, begin + 1, ...
  void multiply(const ByteRows& rows, std::int64_t begin, std::span<float> products) const;
  /// The product with a row of `dimensions` whole numbers in -127 .. 127, scaled to length 1; 0 if
  /// they are all 0. Nothing is lost of such a row.
  float multiply_direction(const std::int8_t* row) const;
  /// With `errors` of a row added, a bound on |product - exact|, with room for a few roundings
  /// more.
  float error() const { return error_; }

 private:
  std::size_t dimensions_;
  std::vector<std::int16_t> values_;  // w and zeros, whole vector registers
  float step_ = 0;                    // t
  float error_ = 0;
};

/// Rows of length at most 1 that were rounded to bytes.
class CompactRows {
 public:
  /// `rows` are finite and of length at most 1. Cost O(rows · dimensions), in parallel; the same
  /// bytes for any number of threads.
  explicit CompactRows(const Table& rows);

  ByteRows view() const { return {values_, stride_, steps_.data(), errors_.data()}; }

 private:
  std::size_t stride_;  // dimensions and zeros, whole vector registers
  Array<std::int8_t> values_;
  std::vector<float> steps_;   // s
  std::vector<float> errors_;  // e, rounded up
};

}  // namespace eigenlex::internal
