#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "eigenlex/core/array.hpp"
#include "eigenlex/counts/cooccurrence.hpp"

#include "counts/row_accumulator.hpp"

namespace eigenlex::internal {

/// Where each word stands in a piece of corpus: positions of word i in rising order, CSR-like.
struct PositionLists {
  /// Entries that may be read beyond the last, for fetching ahead.
  static constexpr std::size_t kPadding = 16;

  std::vector<std::int64_t> begin;
  Array<std::uint32_t> positions;

  PositionLists(std::span<const std::int32_t> tokens, std::int64_t words) {
    begin.assign(static_cast<std::size_t>(words) + 1, 0);
    for (const std::int32_t id : tokens) {
      if (id >= 0) ++begin[static_cast<std::size_t>(id) + 1];
    }
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    positions.resize(static_cast<std::size_t>(begin.back()) + kPadding);
    std::fill(positions.end() - kPadding, positions.end(), 0);
    std::vector<std::int64_t> next(begin.begin(), begin.end() - 1);
    for (std::size_t p = 0; p < tokens.size(); ++p) {
      const std::int32_t id = tokens[p];
      if (id < 0) continue;
      const std::int64_t slot = next[static_cast<std::size_t>(id)]++;
      positions[static_cast<std::size_t>(slot)] = static_cast<std::uint32_t>(p);
    }
  }

  std::span<const std::uint32_t> of(std::int64_t word) const {
    const auto first = static_cast<std::size_t>(begin[static_cast<std::size_t>(word)]);
    const auto last = static_cast<std::size_t>(begin[static_cast<std::size_t>(word) + 1]);
    return {positions.data() + first, last - first};
  }
};

/// Adds the neighbours of positions in a piece of corpus to a row.
class WindowWalker {
 public:
  WindowWalker(std::span<const std::int32_t> tokens, std::int64_t words,
               const CooccurrenceOptions& options)
      : tokens_(tokens) {
    const auto block = static_cast<std::size_t>(words);
    if (options.contexts != ContextKind::kSymmetric) offsets_.next_right = block;
    if (options.contexts == ContextKind::kDirectional) offsets_.right = block;
    if (options.contexts == ContextKind::kNear) offsets_.left = offsets_.right = 2 * block;
    for (int d = 1; d <= options.window; ++d) weights_.push_back(options.weight_at(d));
  }

  /// Adds the neighbours of some positions of a PositionLists.
  template <class Sum>
  void walk(std::span<const std::uint32_t> positions, RowAccumulator<Sum>& row) const {
    const std::size_t window = weights_.size();
    for (std::size_t k = 0; k < positions.size(); ++k) {
      // The positions of a word lie anywhere in the corpus: fetching ahead halves the time. Beyond
      // the word's last come those of the next word.
      prefetch(*(positions.data() + k + kAhead));
      const std::size_t p = positions[k];
      const std::size_t left = std::min(window, p);
      std::size_t offset = 0;
      for (std::size_t d = 1; d <= left && tokens_[p - d] >= 0; ++d) {
        row.add(offset + static_cast<std::size_t>(tokens_[p - d]),
                static_cast<Sum>(weights_[d - 1]));
        offset = offsets_.left;
      }
      // Every document has an end mark, so a walk to the right stays within the corpus.
      offset = offsets_.next_right;
      for (std::size_t d = 1; d <= window && tokens_[p + d] >= 0; ++d) {
        row.add(offset + static_cast<std::size_t>(tokens_[p + d]),
                static_cast<Sum>(weights_[d - 1]));
        offset = offsets_.right;
      }
    }
  }

 private:
  static constexpr std::size_t kAhead = 12;
  static_assert(kAhead <= PositionLists::kPadding);

  // Inlined, as GCC drops calls of a function that does nothing but prefetch.
  [[gnu::always_inline]] void prefetch(std::size_t p) const {
    const std::size_t window = weights_.size();
    __builtin_prefetch(tokens_.data() + (p > window ? p - window : 0));
    __builtin_prefetch(tokens_.data() + p);
    __builtin_prefetch(tokens_.data() + std::min(p + window, tokens_.size() - 1));
  }

  std::span<const std::int32_t> tokens_;
  /// The first columns of the word next on the right (that on the left has the first of all), and
  /// of those further away.
  struct {
    std::size_t next_right = 0;
    std::size_t left = 0;
    std::size_t right = 0;
  } offsets_;
  std::vector<std::int64_t> weights_;
};

}  // namespace eigenlex::internal
