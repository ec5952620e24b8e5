#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/random.hpp"
#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex::testing {

/// A table of standard normal numbers.
inline Table random_table(Eigen::Index rows, Eigen::Index cols, std::uint64_t seed) {
  Random random(seed);
  Table table(rows, cols);
  for (float& value : table.reshaped()) value = static_cast<float>(random.normal());
  return table;
}

/// Words w<n>, ..., w1, w0 with falling counts: the order of the bytes is not that of the ids.
inline Vocabulary numbered_vocabulary(std::int32_t size) {
  std::vector<std::string> words;
  std::vector<std::int64_t> counts;
  for (std::int32_t i = size; i-- > 0;) {
    words.push_back(fmt::format("w{}", i));
    counts.push_back(i);
  }
  return {std::move(words), std::move(counts)};
}

}  // namespace eigenlex::testing
