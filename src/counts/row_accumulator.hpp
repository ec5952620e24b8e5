#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace eigenlex::internal {

/// Integer sums of one row of a sparse matrix: a cell a column, and a bit for each cell in use.
///
/// The bits give the columns of the row in order without sorting them and without reading every
/// cell. Words of 64 bits that are in use are listed as they are first touched, so that a row with
/// few columns does not pay for the width of the matrix.
template <class Sum>
class RowAccumulator {
 public:
  explicit RowAccumulator(std::int64_t cols)
      : sums_(static_cast<std::size_t>(cols)),
        used_((static_cast<std::size_t>(cols) + 63) / 64),
        touched_(used_.size() + 1) {}

  void add(std::size_t col, Sum amount) {
    sums_[col] += amount;
    const std::size_t word = col / 64;
    // Written always, kept only if the word is new: no branch to mispredict.
    touched_[touched_count_] = static_cast<std::uint32_t>(word);
    touched_count_ += used_[word] == 0;
    used_[word] |= std::uint64_t{1} << (col % 64);
  }

  /// Calls `emit(col, sum)` for the columns in use, in rising order, and clears the row.
  template <class Emit>
  void drain(Emit&& emit) {
    if (touched_count_ < used_.size() / 16) {
      const auto end = touched_.begin() + static_cast<std::ptrdiff_t>(touched_count_);
      std::sort(touched_.begin(), end);
      for (auto word = touched_.begin(); word != end; ++word) drain_word(*word, emit);
    } else {
      for (std::size_t word = 0; word < used_.size(); ++word) drain_word(word, emit);
    }
    touched_count_ = 0;
  }

 private:
  template <class Emit>
  void drain_word(std::size_t word, Emit& emit) {
    for (std::uint64_t bits = used_[word]; bits != 0; bits &= bits - 1) {
      const std::size_t col = 64 * word + static_cast<std::size_t>(std::countr_zero(bits));
      emit(static_cast<std::int32_t>(col), sums_[col]);
      sums_[col] = 0;
    }
    used_[word] = 0;
  }

  std::vector<Sum> sums_;
  std::vector<std::uint64_t> used_;
  std::vector<std::uint32_t> touched_;
  std::size_t touched_count_ = 0;
};

}  // namespace eigenlex::internal
