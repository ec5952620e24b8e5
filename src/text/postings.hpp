#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/core/file.hpp"

#include "core/block_store.hpp"

namespace eigenlex::internal {

// Where words stand: for each word its positions, rising, each as its distance from the one before
// in as many groups of seven bits as it needs, the lowest first, and a bit on all but the last.

/// Where the positions of a word lie in a file.
struct PostingPlace {
  std::int64_t begin = 0;
  std::int64_t bytes = 0;
  std::int64_t count = 0;
};

/// Sorts positions by word with memory that does not grow with the text: runs of 2^22 tokens are
/// sorted, go to a file without a name, and are merged.
class PostingRuns {
 public:
  explicit PostingRuns(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Positions rise from call to call.
  void add(std::int32_t word, std::int64_t position);
  /// Gives `write` the positions of words 0 .. words - 1, one after the other, once. Throws
  /// IoError.
  std::vector<PostingPlace> finish(std::int32_t words,
                                   const std::function<void(std::string_view)>& write);

 private:
  class Cursor;
  struct Run {
    std::int64_t begin = 0;
    std::int64_t bytes = 0;
    std::int32_t words = 0;
  };

  void flush();

  std::filesystem::path folder_;
  std::optional<SpillFile> file_;
  std::vector<Run> runs_;
  std::vector<std::int32_t> words_;
  std::vector<std::int64_t> positions_;
};

/// The positions of a word, one after the other, read a piece at a time.
class PostingCursor {
 public:
  /// The file must outlive the cursor. Positions are below `end`.
  PostingCursor(const RandomAccessFile& file, PostingPlace place, std::int64_t end);

  /// Goes to the next position; false after the last. Throws IoError, or FormatError where the
  /// positions are no such thing.
  bool next();
  /// Goes on to the first position that is at least `least`, if that is not where it is already.
  bool seek(std::int64_t least);
  std::int64_t position() const { return position_; }

 private:
  std::uint8_t next_byte();

  const RandomAccessFile* file_;
  PostingPlace place_;
  std::int64_t end_;
  std::int64_t read_ = 0;  ///< bytes of the place that were read into the buffer
  std::int64_t left_;      ///< positions to come
  std::int64_t position_ = -1;
  std::string buffer_;
  std::size_t at_ = 0;
};

}  // namespace eigenlex::internal
