#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "eigenlex/counts/cooccurrence.hpp"

#include "core/block_store.hpp"

namespace eigenlex::internal {

/// The counts of a piece of corpus: encoded blocks of rows, in memory or in a file.
class CountRun {
 public:
  CountRun(StorageOptions storage, std::size_t blocks)
      : store_(std::move(storage)), numbers_(blocks), cells_(blocks) {}

  /// Keeps a block of rows; different blocks may come from different threads.
  void append(std::size_t block, std::string bytes, std::int64_t cells) {
    numbers_[block] = store_.append(std::move(bytes));
    cells_[block] = cells;
  }
  std::string_view read(std::size_t block, std::string& buffer) const {
    return store_.read(numbers_[block], buffer);
  }
  void release(std::size_t block) { store_.release(numbers_[block]); }
  std::int64_t cells(std::size_t block) const { return cells_[block]; }
  /// Bytes held in memory.
  std::int64_t memory() const { return store_.spilled() ? 0 : store_.bytes(); }

 private:
  BlockStore store_;
  std::vector<std::int64_t> numbers_;
  std::vector<std::int64_t> cells_;
};

/// Adds up runs over the same blocks of rows, whose boundaries are `blocks`. The matrix lies in
/// memory or in files as `CooccurrenceCounter::finish` says. Determinism: integer sums.
CooccurrenceMatrix::Cells merge_runs(std::vector<std::unique_ptr<CountRun>> runs,
                                     const std::vector<std::int64_t>& blocks, std::int64_t cols,
                                     const StorageOptions& storage);

}  // namespace eigenlex::internal
