#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "eigenlex/core/random.hpp"

namespace eigenlex {

/// Brings `wanted` items, or all if there are fewer, to the front: a sample without replacement in
/// random order (Fisher & Yates, as far as that).
template <class T>
void partial_shuffle(std::vector<T>& items, std::size_t wanted, Random& random) {
  for (std::size_t i = 0; i < wanted && i + 1 < items.size(); ++i) {
    std::swap(items[i], items[i + static_cast<std::size_t>(random.below(items.size() - i))]);
  }
}

}  // namespace eigenlex
