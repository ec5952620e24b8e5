#include "eigenlex/counts/cooccurrence_counter.hpp"

#include <algorithm>
#include <limits>
#include <mutex>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/context_blocks.hpp"

#include "core/partition.hpp"
#include "core/pool.hpp"
#include "counts/merge_runs.hpp"
#include "counts/row_accumulator.hpp"
#include "counts/row_codec.hpp"
#include "counts/window_walker.hpp"

namespace eigenlex {
namespace {

using internal::CountRun;
using internal::merge_runs;
using internal::PositionLists;
using internal::RowAccumulator;
using internal::RowEncoder;
using internal::WindowWalker;

constexpr std::int64_t kNarrowMax = std::numeric_limits<std::uint32_t>::max();
/// Positions of one block of rows: small enough to balance threads, large enough to amortize.
constexpr std::int64_t kBlockPositions = 1 << 15;
constexpr std::int64_t kMostBlocks = 1 << 13;
/// A block with more positions than this is counted by all threads together, a chunk at a time.
constexpr std::int64_t kChunkPositions = 1 << 17;
constexpr std::int64_t kMostCountedRowsInABlock = 1024;

/// Weight that one position adds to its row when its window is full.
std::int64_t full_window(const CooccurrenceOptions& options) {
  std::int64_t sum = 0;
  for (int d = 1; d <= options.window; ++d) sum += 2 * options.weight_at(d);
  return sum;
}

std::vector<std::int64_t> row_blocks(std::span<const std::int64_t> word_counts) {
  std::vector<std::int64_t> cumulative{0};
  for (const std::int64_t count : word_counts) cumulative.push_back(cumulative.back() + count);
  return internal::partition_by_weight(cumulative,
                                       std::max(kBlockPositions, cumulative.back() / kMostBlocks),
                                       kMostCountedRowsInABlock);
}

/// Adds a frequent word's neighbours, its positions walked in fixed chunks by all threads.
void walk_in_chunks(const WindowWalker& walker, std::span<const std::uint32_t> positions,
                    std::int64_t cols, RowAccumulator<std::int64_t>& total) {
  std::mutex total_mutex;
  parallel_blocks(std::ssize(positions), kChunkPositions,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    RowAccumulator<std::int64_t> part(cols);
                    walker.walk(positions.subspan(static_cast<std::size_t>(begin),
                                                  static_cast<std::size_t>(end - begin)),
                                part);
                    const std::lock_guard lock(total_mutex);
                    part.drain([&](std::int32_t col, std::int64_t sum) {
                      // Integers: the order in which the parts arrive does not matter.
                      total.add(static_cast<std::size_t>(col), sum);
                    });
                  });
}

/// What a thread counts with.
struct CountScratch {
  std::optional<RowAccumulator<std::uint32_t>> narrow;
  std::optional<RowAccumulator<std::int64_t>> wide;
  std::vector<std::int32_t> cols;
  std::vector<std::int64_t> counts;
  RowEncoder encoder;

  template <class Sum>
  RowAccumulator<Sum>& row(std::int64_t width) {
    auto& accumulator = [this]() -> auto& {
      if constexpr (std::is_same_v<Sum, std::uint32_t>) {
        return narrow;
      } else {
        return wide;
      }
    }
    ();
    if (!accumulator) accumulator.emplace(width);
    return *accumulator;
  }

  /// Reads a row off its accumulator.
  template <class Sum>
  void encode(RowAccumulator<Sum>& row) {
    cols.clear();
    counts.clear();
    row.drain([&](std::int32_t col, Sum sum) {
      cols.push_back(col);
      counts.push_back(static_cast<std::int64_t>(sum));
    });
    encoder.append(std::span<const std::int32_t>(cols), std::span<const std::int64_t>(counts));
  }
};

}  // namespace

std::int64_t tokens_at_once(std::int64_t bytes, std::int64_t cols, int threads) {
  // Ids and positions are 4 bytes each, and ids of a piece are twice there for a moment.
  constexpr std::int64_t kTokenBytes = 9;
  constexpr std::int64_t kLeast = 1 << 20;
  // Positions within a piece are numbers of 32 bits; a block of the corpus may exceed the piece.
  constexpr std::int64_t kMost = std::int64_t{3} << 30;
  const std::int64_t accumulators = threads * (4'000'000 + 20 * cols);
  return std::clamp((bytes - accumulators) / kTokenBytes, kLeast, kMost);
}

CooccurrenceCounter::CooccurrenceCounter(std::span<const std::int64_t> word_counts,
                                         const CooccurrenceOptions& options, StorageOptions storage,
                                         const Progress& progress)
    : options_(options),
      storage_(std::move(storage)),
      callback_(progress),
      progress_(callback_,
                std::accumulate(word_counts.begin(), word_counts.end(), std::int64_t{0})),
      cols_(ContextBlocks(options.contexts, std::ssize(word_counts)).columns()),
      blocks_(row_blocks(word_counts)) {
  options.validate();
  // A row holds the windows of its word, so no cell exceeds those of the most frequent one.
  const std::int64_t most_frequent = word_counts.empty() ? 0 : std::ranges::max(word_counts);
  if (most_frequent > std::numeric_limits<std::int64_t>::max() / full_window(options)) {
    throw OptionError("CooccurrenceOptions.window", std::to_string(options.window),
                      "sums of so many tokens could leave 63 bits; use a smaller window or "
                      "dynamic weights");
  }
}

CooccurrenceCounter::~CooccurrenceCounter() = default;

void CooccurrenceCounter::add(std::span<const std::int32_t> tokens) {
  if (std::ssize(tokens) > kNarrowMax) {
    throw OptionError("Corpus.tokens", std::to_string(tokens.size()),
                      "must be at most 4294967295 for one count; count parts of the corpus");
  }
  const std::int64_t words = blocks_.back();
  const PositionLists lists(tokens, words);
  const WindowWalker walker(tokens, words, options_);
  StorageOptions storage = storage_;
  for (const auto& earlier : runs_) storage.memory -= earlier->memory();
  auto run = std::make_unique<CountRun>(std::move(storage), blocks_.size() - 1);
  const auto positions_of = [&](std::size_t block) {
    return lists.begin[static_cast<std::size_t>(blocks_[block + 1])] -
           lists.begin[static_cast<std::size_t>(blocks_[block])];
  };
  // A block above the chunk size ends in a frequent word. Those share the threads word by word;
  // the rest is counted a block a thread.
  std::vector<std::size_t> shared, separate;
  for (std::size_t block = 0; block + 1 < blocks_.size(); ++block) {
    (positions_of(block) > kChunkPositions ? shared : separate).push_back(block);
  }
  const auto finish_block = [&](std::size_t block, CountScratch& scratch) {
    const std::int64_t cells = scratch.encoder.cells();
    run->append(block, scratch.encoder.take(), cells);
    progress_.add(positions_of(block));
  };
  internal::Pool<CountScratch> pool;
  for (const std::size_t block : shared) {
    auto scratch = pool.borrow();
    RowAccumulator<std::int64_t>& row = scratch->row<std::int64_t>(cols_);
    for (std::int64_t word = blocks_[block]; word < blocks_[block + 1]; ++word) {
      walk_in_chunks(walker, lists.of(word), cols_, row);
      scratch->encode(row);
    }
    finish_block(block, *scratch);
  }
  const std::int64_t narrow_positions = kNarrowMax / full_window(options_);
  const auto count_block = [&]<class Sum>(std::size_t block, CountScratch& scratch, Sum) {
    RowAccumulator<Sum>& row = scratch.row<Sum>(cols_);
    for (std::int64_t word = blocks_[block]; word < blocks_[block + 1]; ++word) {
      walker.walk(lists.of(word), row);
      scratch.encode(row);
    }
  };
  parallel_blocks(std::ssize(separate), 1, [&](std::int64_t i, std::int64_t, std::int64_t) {
    const std::size_t block = separate[static_cast<std::size_t>(i)];
    auto scratch = pool.borrow();
    if (positions_of(block) <= narrow_positions) {
      count_block(block, *scratch, std::uint32_t{});
    } else {
      count_block(block, *scratch, std::int64_t{});
    }
    finish_block(block, *scratch);
  });
  runs_.push_back(std::move(run));
}

CooccurrenceMatrix CooccurrenceCounter::finish() {
  return {.cells = merge_runs(std::exchange(runs_, {}), blocks_, cols_, storage_),
          .unit = options_.unit()};
}

}  // namespace eigenlex
