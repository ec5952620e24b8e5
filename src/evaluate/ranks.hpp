#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace eigenlex::internal {

/// Values replaced by their places among the distinct values: all that ranks depend on.
struct Levels {
  std::vector<std::size_t> of_value;
  std::size_t count = 0;
};

Levels levels(std::span<const double> values);

/// The mid-rank of each level in a sample that holds the values `drawn`.
std::vector<double> level_ranks(const Levels& values, std::span<const std::size_t> drawn);

/// Pearson's correlation of the mid-ranks of a sample; nothing if a side is constant.
std::optional<double> rank_correlation(const Levels& x, const Levels& y,
                                       std::span<const std::size_t> drawn);

}  // namespace eigenlex::internal
