#include "query/compact_rows.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "eigenlex/core/parallel.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int64_t kDecodedRowsPerBlock = 1024;
constexpr std::size_t kLane = 32;
constexpr float kLargestOfRow = 127;
constexpr float kLargestOfVector = 32767;
// Rounding a product to float, the two scalings, lengths that exceed 1 by a rounding, and a few
// roundings of what the products are used for.
constexpr double kRoundings = 32 * std::numeric_limits<float>::epsilon();

/// Whole vector registers.
constexpr std::size_t padded(std::size_t dimensions) {
  return (dimensions + kLane - 1) / kLane * kLane;
}

float rounded_up(double value) {
  return std::nextafter(static_cast<float>(value), std::numeric_limits<float>::infinity());
}

/// Rounds a vector to whole multiples of a step, of which the largest is at most `largest`.
struct Rounding {
  float step = 0;
  double error = 0;
};

template <class Integer>
Rounding round_to_steps(const Eigen::Ref<const Eigen::RowVectorXf>& vector, float largest,
                        Integer* values) {
  const float peak = vector.size() == 0 ? 0 : vector.cwiseAbs().maxCoeff();
  if (peak == 0) return {};
  const float step = peak / largest;
  double square = 0;
  for (Eigen::Index i = 0; i < vector.size(); ++i) {
    const float value = std::clamp(std::nearbyint(vector[i] / step), -largest, largest);
    values[i] = static_cast<Integer>(value);
    const double lost = static_cast<double>(vector[i]) - double{step} * double{value};
    square += lost * lost;
  }
  return {step, std::sqrt(square)};
}

/// The largest whole number allowed in a vector: sums of `dimensions` products with a row stay
/// within 32 bits.
float largest_of_vector(std::size_t dimensions) {
  constexpr auto kLargestSum = static_cast<float>(1 << 30);
  return std::clamp(
      std::floor(kLargestSum /
                 (kLargestOfRow * static_cast<float>(std::max<std::size_t>(dimensions, 1)))),
      1.0F, kLargestOfVector);
}

/// Has as many bytes as a row has on their way which come some rows later: a row takes less time
/// than memory does, and processors look ahead less far by themselves.
void fetch_ahead(std::span<const std::int8_t> rest, std::size_t size) {
  constexpr std::size_t kAhead = 5120;
  constexpr std::size_t kCacheLine = 64;
  if (rest.size() < kAhead + size) return;
  for (std::size_t i = 0; i < size; i += kCacheLine) {
    __builtin_prefetch(rest.data() + kAhead + i, 0, 2);
  }
}

/// A plain loop that compilers turn into multiply-and-add of pairs.
std::int32_t integer_dot(const std::int8_t* row, const std::int16_t* vector, std::size_t size) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const std::int16_t value = row[i];
    sum += std::int32_t{value} * std::int32_t{vector[i]};
  }
  return sum;
}

}  // namespace

CompactRows::CompactRows(const Table& rows)
    : stride_(padded(static_cast<std::size_t>(rows.cols()))),
      values_(static_cast<std::size_t>(rows.rows()) * stride_),
      steps_(static_cast<std::size_t>(rows.rows())),
      errors_(steps_.size()) {
  parallel_blocks(rows.rows(), kDecodedRowsPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t id = begin; id < end; ++id) {
                      const auto i = static_cast<std::size_t>(id);
                      std::int8_t* const values = values_.data() + i * stride_;
                      std::fill(values, values + stride_, std::int8_t{0});
                      const Rounding rounding = round_to_steps(rows.row(id), kLargestOfRow, values);
                      steps_[i] = rounding.step;
                      errors_[i] = rounded_up(rounding.error);
                    }
                  });
}

RoundedVector::RoundedVector(const Eigen::Ref<const Eigen::RowVectorXf>& vector)
    : dimensions_(static_cast<std::size_t>(vector.size())), values_(padded(dimensions_)) {
  const Rounding rounding = round_to_steps(vector, largest_of_vector(dimensions_), values_.data());
  step_ = rounding.step;
  error_ = rounded_up(2 * rounding.error + kRoundings);
}

void RoundedVector::multiply(const ByteRows& rows, std::int64_t begin,
                             std::span<float> products) const {
  assert(rows.stride >= dimensions_);
  const float* const steps = rows.steps + begin;
  for (std::size_t i = 0; i < products.size(); ++i) {
    const auto rest = rows.values.subspan((static_cast<std::size_t>(begin) + i) * rows.stride);
    // Whole registers are quicker; what they read of the next row is multiplied by 0.
    const std::size_t size = rest.size() >= values_.size() ? values_.size() : dimensions_;
    fetch_ahead(rest, size);
    const std::int32_t sum = integer_dot(rest.data(), values_.data(), size);
    products[i] = static_cast<float>(sum) * (steps[i] * step_);
  }
}

float RoundedVector::multiply_direction(const std::int8_t* row) const {
  // Sums of squares of so many stay within 32 bits; those of products do for the whole row.
  constexpr std::size_t kChunk = std::size_t{1} << 16;
  std::int32_t sum = 0;
  std::int64_t squares = 0;
  for (std::size_t begin = 0; begin < dimensions_; begin += kChunk) {
    std::int32_t square = 0;
    for (std::size_t i = begin; i < std::min(begin + kChunk, dimensions_); ++i) {
      const std::int16_t value = row[i];
      sum += std::int32_t{value} * std::int32_t{values_[i]};
      square += std::int32_t{value} * std::int32_t{value};
    }
    squares += square;
  }
  if (squares == 0) return 0;
  return static_cast<float>(sum) * step_ / std::sqrt(static_cast<float>(squares));
}

}  // namespace eigenlex::internal
