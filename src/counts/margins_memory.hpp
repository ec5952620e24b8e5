#pragma once

#include <cstdint>

#include "eigenlex/counts/context_blocks.hpp"

namespace eigenlex::internal {

/// Bytes of the Margins of a matrix of counts of that shape, and of the shares of words kept while
/// they are made.
inline std::int64_t margins_memory(std::int64_t rows, std::int64_t cols) {
  if (rows == 0) return 0;
  return 8 * (rows * (2 + ContextBlocks(rows, cols).margins()) + 2 * cols);
}

}  // namespace eigenlex::internal
