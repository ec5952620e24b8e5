#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "eigenlex/embedding/embedding.hpp"

#include "support/random_words.hpp"

namespace eigenlex::testing {

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
