#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/text/text_source.hpp"

namespace eigenlex::internal {

/// The next blocks of the source, enough for every thread; none at its end.
std::vector<TextBlock> read_batch(TextSource& source, const Progress& progress);

/// What a parallel loop finds wrong with the blocks of a batch: the first of it becomes an error
/// whichever thread comes first.
class BadUtf8 {
 public:
  BadUtf8(BadBytes handling, std::size_t blocks) : handling_(handling), found_(blocks, kNone) {}

  /// The text of block `i`, with what is not UTF-8 replaced where it may be.
  std::string_view check(std::size_t i, std::string_view text, std::string& repaired);
  /// Throws FormatError for the first block with something wrong.
  void report(std::span<const TextBlock> batch) const;
  std::int64_t replaced() const { return replaced_; }

 private:
  static constexpr std::int64_t kNone = -1;

  BadBytes handling_;
  std::vector<std::int64_t> found_;  // the first bad byte of each block
  std::atomic<std::int64_t> replaced_ = 0;
};

}  // namespace eigenlex::internal
