#pragma once

#include <algorithm>
#include <iterator>
#include <vector>

namespace eigenlex::internal {

/// The middle one of some numbers, at least one; of an even number of them the upper of the two.
inline double median(std::vector<double> values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace eigenlex::internal
