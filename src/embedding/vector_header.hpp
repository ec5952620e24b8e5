#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace eigenlex::internal {

/// The first line of a word2vec file, text or binary: number of words, number of components.
struct VectorHeader {
  std::int64_t words = 0;
  std::int64_t dim = 0;
  /// Bytes of the line, its end included.
  std::size_t size = 0;
};

/// The header that `bytes` begin with, or nothing where the first line is not two numbers >= 0.
std::optional<VectorHeader> parse_vector_header(std::string_view bytes);

}  // namespace eigenlex::internal
