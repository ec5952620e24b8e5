#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "eigenlex/core/random.hpp"
#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex::testing {

/// A table of standard normal numbers.
inline Table random_table(Eigen::Index rows, Eigen::Index cols, std::uint64_t seed) {
  Random random(seed);
  Table table(rows, cols);
  for (Eigen::Index i = 0; i < table.size(); ++i) {
    table.data()[i] = static_cast<float>(random.normal());
  }
  return table;
}

/// Words w0, w1, ... with falling counts and random vectors.
inline Embedding random_embedding(Eigen::Index rows, Eigen::Index cols, std::uint64_t seed) {
  std::vector<std::string> words;
  std::vector<std::int64_t> counts;
  for (Eigen::Index i = 0; i < rows; ++i) {
    words.push_back(std::string("w").append(std::to_string(i)));
    counts.push_back(10 * (rows - i));
  }
  return {Vocabulary(std::move(words), std::move(counts)), random_table(rows, cols, seed)};
}

}  // namespace eigenlex::testing
