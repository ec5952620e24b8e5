#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/core/storage_options.hpp"
#include "eigenlex/counts/cooccurrence.hpp"

namespace eigenlex {

namespace internal {
class CountRun;
}

/// Most tokens to give `CooccurrenceCounter::add` at a time, so that those, which lie there twice
/// for a moment, and what the threads count with take no more than so many bytes, or little more if
/// these are very few. The same counts for any number.
std::int64_t tokens_at_once(std::int64_t bytes, std::int64_t cols, int threads);

/// Counts a corpus that comes in pieces, with memory that does not grow with the corpus.
///
/// Each piece is counted by itself, as `count_cooccurrences` says, into a run: sorted rows, columns
/// as differences, about 3.5 bytes a cell. `finish` adds up the runs row by row. Counts are exact
/// integers, so the result is the same for any cut of the corpus at the ends of documents.
class CooccurrenceCounter {
 public:
  /// `word_counts`: how often each of the V words occurs in all pieces together. `storage` is for
  /// the runs and the matrix. `progress` counts tokens. Throws OptionError for bad options, and if
  /// a sum could leave 63 bits.
  CooccurrenceCounter(std::span<const std::int64_t> word_counts, const CooccurrenceOptions& options,
                      StorageOptions storage, const Progress& progress = {});
  ~CooccurrenceCounter();
  CooccurrenceCounter(const CooccurrenceCounter&) = delete;
  CooccurrenceCounter& operator=(const CooccurrenceCounter&) = delete;

  /// Counts whole documents, laid out as in `Corpus`. Memory: 4 bytes a token, and about `threads`
  /// accumulators of 16 bytes a column. Throws OptionError for more than 2^32 - 1 tokens, IoError.
  void add(std::span<const std::int32_t> tokens);

  /// The counts of all pieces, once. They lie in memory if runs and matrix together fit in
  /// `storage.memory`, else in the files indices.npy and values.npy of `storage.folder`, which have
  /// to stay as long as the matrix. Throws IoError.
  CooccurrenceMatrix finish();

 private:
  CooccurrenceOptions options_;
  StorageOptions storage_;
  Progress callback_;
  ProgressCounter progress_;
  std::int64_t cols_;
  std::vector<std::int64_t> blocks_;  ///< boundaries of blocks of rows, the same in all runs
  std::vector<std::unique_ptr<internal::CountRun>> runs_;
};

}  // namespace eigenlex
