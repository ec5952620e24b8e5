#include "eigenlex/matrix/scale.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "eigenlex/core/parallel.hpp"

namespace eigenlex {

float largest_magnitude(std::span<const float> numbers) {
  constexpr std::int64_t kBlockNumbers = 1 << 16;
  const std::int64_t size = std::ssize(numbers);
  std::vector<float> largest(static_cast<std::size_t>(block_count(size, kBlockNumbers)));
  parallel_blocks(
      size, kBlockNumbers, [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
        const Eigen::Map<const Eigen::ArrayXf> some(numbers.data() + begin, end - begin);
        largest[static_cast<std::size_t>(block)] =
            some.allFinite() ? some.abs().maxCoeff() : std::numeric_limits<float>::infinity();
      });
  return largest.empty() ? 0.0f : *std::ranges::max_element(largest);
}

float largest_magnitude(const RowMatrix& matrix) {
  return largest_magnitude(std::span(matrix.data(), static_cast<std::size_t>(matrix.size())));
}

double scale_to_one(double magnitude) {
  constexpr int kOrdinary = 8;
  const int exponent = std::ilogb(magnitude);
  return std::abs(exponent) <= kOrdinary ? 1.0 : std::ldexp(1.0, -exponent);
}

}  // namespace eigenlex
