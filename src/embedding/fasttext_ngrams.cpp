#include "embedding/fasttext_ngrams.hpp"

#include <cstddef>
#include <string>

namespace eigenlex::internal {
namespace {

/// FNV-1a, a byte further, with bytes taken for signed numbers: fastText's slip, which its models
/// are made with.
std::uint32_t hashed(std::uint32_t hash, char c) {
  return (hash ^ static_cast<std::uint32_t>(static_cast<std::int8_t>(c))) * 16777619U;
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

void append_fasttext_ngrams(std::string_view word, std::int32_t shortest, std::int32_t longest,
                            std::int64_t buckets, std::vector<std::int64_t>& ngrams) {
  const std::string marked = '<' + std::string(word) + '>';
  for (std::size_t begin = 0; begin < marked.size(); ++begin) {
    if (continues_character(marked[begin])) continue;
    std::size_t end = begin;
    std::uint32_t hash = 2166136261U;
    for (std::int32_t length = 1; end < marked.size() && length <= longest; ++length) {
      do {
        hash = hashed(hash, marked[end++]);
      } while (end < marked.size() && continues_character(marked[end]));
      const bool is_mark = length == 1 && (begin == 0 || end == marked.size());
      if (length >= shortest && !is_mark) ngrams.push_back(hash % buckets);
    }
  }
}

}  // namespace eigenlex::internal
