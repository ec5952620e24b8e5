#include "core/partition.hpp"

#include "eigenlex/core/as_size.hpp"

namespace eigenlex::internal {

std::vector<std::int64_t> partition_by_weight(std::span<const std::int64_t> cumulative,
                                              std::int64_t target, std::int64_t most_items) {
  const auto items = as_index(cumulative.size()) - 1;
  std::vector<std::int64_t> boundaries{0};
  for (std::int64_t item = 0; item < items; ++item) {
    const std::int64_t begin = boundaries.back();
    const std::int64_t weight = cumulative[as_size(item) + 1] - cumulative[as_size(begin)];
    if (weight >= target || item + 1 - begin >= most_items) boundaries.push_back(item + 1);
  }
  if (boundaries.back() < items) boundaries.push_back(items);
  return boundaries;
}

}  // namespace eigenlex::internal
