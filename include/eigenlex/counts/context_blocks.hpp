#pragma once

#include <cstddef>
#include <cstdint>

#include "eigenlex/counts/cooccurrence.hpp"

namespace eigenlex {

/// How the columns of co-occurrence counts over V words fall into blocks of V, one for each kind of
/// context; a block's column j is word j in it.
///
/// A pair of words is counted from either end, so the transpose holds the same cells: column j of a
/// block is row j of another one, its mirror. The left and the right contexts of `kDirectional` are
/// mirrors, as are the words before and after of `kNear`; contexts of both sides mirror themselves.
class ContextBlocks {
 public:
  ContextBlocks(ContextKind kind, std::int64_t words);
  /// Those of a matrix of counts. Throws OptionError where no kind of context has that shape.
  ContextBlocks(std::int64_t rows, std::int64_t cols);

  /// Whether a matrix of counts can have this shape.
  static bool fit(std::int64_t rows, std::int64_t cols);

  /// Blocks that there are at most.
  static constexpr std::size_t kMost = 3;

  std::int64_t words() const { return words_; }
  /// 1 to `kMost`.
  std::int64_t count() const { return count_; }
  std::int64_t columns() const { return count_ * words_; }
  /// The block whose rows are the columns of this one.
  std::int64_t mirror(std::int64_t block) const {
    return block < 2 && count_ > 1 ? 1 - block : block;
  }

  /// Sets of margins: words before, after and further away are associated each by themselves, left
  /// and right contexts together.
  std::int64_t margins() const { return count_ == 3 ? 3 : 1; }
  /// The margins that a block belongs to.
  std::int64_t margin_of(std::int64_t block) const { return count_ == 3 ? block : 0; }

 private:
  std::int64_t words_;
  std::int64_t count_;
};

}  // namespace eigenlex
