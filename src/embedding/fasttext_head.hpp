#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace eigenlex::internal {

/// Bytes that can be read from any place on, by several threads at once, in a file or in memory.
struct BytesAt {
  std::string name;  ///< in messages
  std::int64_t size = 0;
  /// Fills `bytes` with those from `offset` on; the bytes asked for are there. May throw IoError.
  std::function<void(std::int64_t offset, std::span<char> bytes)> read;
};

/// What a binary model of fastText says before its numbers.
struct FastTextHead {
  std::int64_t dim = 0;
  std::int64_t buckets = 0;
  std::int32_t shortest = 0;  ///< letters of n-grams
  std::int32_t longest = 0;   ///< 0 where the model has no n-grams
  /// Byte at which the table of the words begins, and behind them of the n-grams.
  std::int64_t table = 0;
  std::vector<std::string> words;
  std::vector<std::int64_t> counts;
};

/// Reads the head by pieces of a megabyte. Throws FormatError with the byte for a model that is cut
/// short, damaged, of another version, or quantized (.ftz). Sizes are checked before anything is
/// allocated.
FastTextHead read_fasttext_head(const BytesAt& bytes);

}  // namespace eigenlex::internal
