#pragma once

#include <cstdint>

namespace eigenlex::internal {

/// Most bytes that a Vocabulary takes whose words have up to 16 bytes on average: a word has 2 to 4
/// slots of 24, its bytes and its end in arrays that may be half full, and a count.
constexpr std::int64_t vocabulary_memory(std::int64_t words) {
  return words * (4 * 24 + 2 * 16 + 2 * 8 + 8);
}

}  // namespace eigenlex::internal
