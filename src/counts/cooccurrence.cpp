#include "eigenlex/counts/cooccurrence.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <mutex>
#include <numeric>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include "eigenlex/core/csr_rows.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/partition.hpp"

#include "row_accumulator.hpp"

namespace eigenlex {
namespace {

using NarrowRows = CsrRows<std::uint32_t>;
using WideRows = CsrRows<std::int64_t>;
using CountRows = std::variant<NarrowRows, WideRows>;

constexpr int kLongestWindow = 100000;
constexpr int kLongestHarmonicWindow = 30;
constexpr std::int64_t kNarrowMax = std::numeric_limits<std::uint32_t>::max();
/// Positions of one block of rows: small enough to balance threads, large enough to amortize.
constexpr std::int64_t kBlockPositions = 1 << 15;
/// A word with more positions than this is counted by all threads together, a chunk at a time.
constexpr std::int64_t kChunkPositions = 1 << 17;
constexpr std::int64_t kMostRowsInABlock = 1024;

/// Where each word stands in the corpus: positions of word i in rising order, CSR-like.
struct PositionLists {
  std::vector<std::int64_t> begin;
  std::vector<std::uint32_t> positions;

  std::span<const std::uint32_t> of(std::int64_t word) const {
    const auto first = static_cast<std::size_t>(begin[static_cast<std::size_t>(word)]);
    const auto last = static_cast<std::size_t>(begin[static_cast<std::size_t>(word) + 1]);
    return {positions.data() + first, last - first};
  }
};

PositionLists list_positions(const Corpus& corpus) {
  PositionLists lists;
  lists.begin.assign(static_cast<std::size_t>(corpus.vocabulary.size()) + 1, 0);
  for (const std::int32_t id : corpus.tokens) {
    if (id >= 0) ++lists.begin[static_cast<std::size_t>(id) + 1];
  }
  std::partial_sum(lists.begin.begin(), lists.begin.end(), lists.begin.begin());
  lists.positions.resize(static_cast<std::size_t>(lists.begin.back()));
  std::vector<std::int64_t> next(lists.begin.begin(), lists.begin.end() - 1);
  for (std::size_t p = 0; p < corpus.tokens.size(); ++p) {
    const std::int32_t id = corpus.tokens[p];
    if (id < 0) continue;
    const std::int64_t slot = next[static_cast<std::size_t>(id)]++;
    lists.positions[static_cast<std::size_t>(slot)] = static_cast<std::uint32_t>(p);
  }
  return lists;
}

/// Adds the neighbours of positions in the corpus to a row.
class WindowWalker {
 public:
  WindowWalker(const Corpus& corpus, const CooccurrenceOptions& options)
      : tokens_(corpus.tokens),
        right_offset_(options.contexts == ContextKind::kDirectional
                          ? static_cast<std::size_t>(corpus.vocabulary.size())
                          : 0) {
    for (int d = 1; d <= options.window; ++d) weights_.push_back(options.weight_at(d));
  }

  template <class Sum>
  void walk(std::span<const std::uint32_t> positions, RowAccumulator<Sum>& row) const {
    const std::size_t window = weights_.size();
    for (std::size_t k = 0; k < positions.size(); ++k) {
      // The positions of a word lie anywhere in the corpus: fetching ahead halves the time.
      if (k + kAhead < positions.size()) prefetch(positions[k + kAhead]);
      const std::size_t p = positions[k];
      const std::size_t left = std::min(window, p);
      for (std::size_t d = 1; d <= left && tokens_[p - d] >= 0; ++d) {
        row.add(static_cast<std::size_t>(tokens_[p - d]), static_cast<Sum>(weights_[d - 1]));
      }
      // Every document has an end mark, so a walk to the right stays within the corpus.
      for (std::size_t d = 1; d <= window && tokens_[p + d] >= 0; ++d) {
        row.add(right_offset_ + static_cast<std::size_t>(tokens_[p + d]),
                static_cast<Sum>(weights_[d - 1]));
      }
    }
  }

 private:
  static constexpr std::size_t kAhead = 12;

  void prefetch(std::size_t p) const {
    const std::size_t window = weights_.size();
    __builtin_prefetch(tokens_.data() + (p > window ? p - window : 0));
    __builtin_prefetch(tokens_.data() + std::min(p + window, tokens_.size() - 1));
  }

  std::span<const std::int32_t> tokens_;
  std::size_t right_offset_;
  std::vector<std::int64_t> weights_;
};

WideRows widen(NarrowRows rows) {
  return {.row_sizes = std::move(rows.row_sizes),
          .indices = std::move(rows.indices),
          .values = {rows.values.begin(), rows.values.end()}};
}

/// Reads a row off its accumulator; the block turns wide if a sum needs it.
template <class Sum>
void append_row(RowAccumulator<Sum>& row, CountRows& rows) {
  std::int64_t size = 0;
  row.drain([&](std::int32_t col, Sum sum) {
    if constexpr (sizeof(Sum) > sizeof(std::uint32_t)) {
      if (sum > kNarrowMax && std::holds_alternative<NarrowRows>(rows)) {
        rows = widen(std::move(std::get<NarrowRows>(rows)));
      }
      if (WideRows* wide = std::get_if<WideRows>(&rows)) {
        wide->indices.push_back(col);
        wide->values.push_back(sum);
        ++size;
        return;
      }
    }
    NarrowRows& narrow = std::get<NarrowRows>(rows);
    narrow.indices.push_back(col);
    narrow.values.push_back(static_cast<std::uint32_t>(sum));
    ++size;
  });
  std::visit([&](auto& block) { block.row_sizes.push_back(size); }, rows);
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

CountRows count_frequent_rows(const WindowWalker& walker, const PositionLists& lists,
                              std::int64_t begin, std::int64_t end, std::int64_t cols) {
  RowAccumulator<std::int64_t> row(cols);
  CountRows rows;
  for (std::int64_t word = begin; word < end; ++word) {
    walk_in_chunks(walker, lists.of(word), cols, row);
    append_row(row, rows);
  }
  return rows;
}

template <class Sum>
CountRows count_rows(const WindowWalker& walker, const PositionLists& lists, std::int64_t begin,
                     std::int64_t end, std::int64_t cols) {
  RowAccumulator<Sum> row(cols);
  CountRows rows;
  for (std::int64_t word = begin; word < end; ++word) {
    walker.walk(lists.of(word), row);
    append_row(row, rows);
  }
  return rows;
}

/// Weight that one position adds to its row when its window is full.
std::int64_t full_window(const CooccurrenceOptions& options) {
  std::int64_t sum = 0;
  for (int d = 1; d <= options.window; ++d) sum += 2 * options.weight_at(d);
  return sum;
}

void check_size(const Corpus& corpus, const CooccurrenceOptions& options) {
  const auto tokens = static_cast<std::int64_t>(corpus.tokens.size());
  if (tokens > kNarrowMax) {
    throw OptionError("Corpus.tokens", std::to_string(tokens),
                      "must be at most 4294967295 for one count; count parts of the corpus");
  }
  // A row holds the windows of its word, so no cell exceeds those of the most frequent one.
  const std::int64_t most_frequent =
      corpus.vocabulary.size() == 0 ? 0 : std::ranges::max(corpus.vocabulary.counts());
  if (most_frequent > std::numeric_limits<std::int64_t>::max() / full_window(options)) {
    throw OptionError("CooccurrenceOptions.window", std::to_string(options.window),
                      "sums of so many tokens could leave 63 bits; use a smaller window or "
                      "dynamic weights");
  }
}

CooccurrenceMatrix join_counts(std::vector<CountRows> blocks, std::int64_t cols,
                               std::int64_t unit) {
  const bool wide = std::any_of(blocks.begin(), blocks.end(), [](const CountRows& rows) {
    return std::holds_alternative<WideRows>(rows);
  });
  CooccurrenceMatrix matrix{.cells = {}, .unit = unit};
  if (wide) {
    std::vector<WideRows> rows;
    for (CountRows& block : blocks) {
      rows.push_back(std::holds_alternative<WideRows>(block)
                         ? std::move(std::get<WideRows>(block))
                         : widen(std::move(std::get<NarrowRows>(block))));
    }
    matrix.cells = join_rows(std::move(rows), cols);
  } else {
    std::vector<NarrowRows> rows;
    for (CountRows& block : blocks) rows.push_back(std::move(std::get<NarrowRows>(block)));
    matrix.cells = join_rows(std::move(rows), cols);
  }
  return matrix;
}

}  // namespace

void CooccurrenceOptions::validate() const {
  if (window < 1 || window > kLongestWindow) {
    throw OptionError("CooccurrenceOptions.window", std::to_string(window), "must be 1..100000");
  }
  if (weight == WindowWeight::kHarmonic && window > kLongestHarmonicWindow) {
    throw OptionError("CooccurrenceOptions.window", std::to_string(window),
                      "must be at most 30 with harmonic weights; use dynamic or flat ones");
  }
}

std::int64_t CooccurrenceOptions::weight_at(int distance) const {
  switch (weight) {
    case WindowWeight::kHarmonic:
      return unit() / distance;
    case WindowWeight::kDynamic:
      return window - distance + 1;
    case WindowWeight::kFlat:
      break;
  }
  return 1;
}

std::int64_t CooccurrenceOptions::unit() const {
  if (weight == WindowWeight::kFlat) return 1;
  if (weight == WindowWeight::kDynamic) return window;
  std::int64_t multiple = 1;
  for (std::int64_t d = 2; d <= window; ++d) multiple = std::lcm(multiple, d);
  return multiple;
}

std::int64_t CooccurrenceMatrix::rows() const {
  return std::visit([](const auto& matrix) { return matrix.rows; }, cells);
}

std::int64_t CooccurrenceMatrix::cols() const {
  return std::visit([](const auto& matrix) { return matrix.cols; }, cells);
}

std::int64_t CooccurrenceMatrix::nonzeros() const {
  return std::visit([](const auto& matrix) { return matrix.nonzeros(); }, cells);
}

CooccurrenceMatrix count_cooccurrences(const Corpus& corpus, const CooccurrenceOptions& options,
                                       const Progress& progress) {
  options.validate();
  check_size(corpus, options);
  const std::int64_t words = corpus.vocabulary.size();
  const std::int64_t cols = options.contexts == ContextKind::kDirectional ? 2 * words : words;
  const PositionLists lists = list_positions(corpus);
  const WindowWalker walker(corpus, options);
  ProgressCounter counter(progress, lists.begin.back());

  const std::vector<std::int64_t> blocks =
      partition_by_weight(lists.begin, kBlockPositions, kMostRowsInABlock);
  std::vector<CountRows> rows(blocks.size() - 1);
  const auto positions_of = [&](std::size_t block) {
    return lists.begin[static_cast<std::size_t>(blocks[block + 1])] -
           lists.begin[static_cast<std::size_t>(blocks[block])];
  };
  // A block above the chunk size ends in a frequent word. Those share the threads word by word;
  // the rest is counted a block a thread.
  std::vector<std::size_t> shared, separate;
  for (std::size_t block = 0; block < rows.size(); ++block) {
    (positions_of(block) > kChunkPositions ? shared : separate).push_back(block);
  }
  for (const std::size_t block : shared) {
    rows[block] = count_frequent_rows(walker, lists, blocks[block], blocks[block + 1], cols);
    counter.add(positions_of(block));
  }
  const std::int64_t narrow_positions = kNarrowMax / full_window(options);
  parallel_blocks(static_cast<std::int64_t>(separate.size()), 1,
                  [&](std::int64_t i, std::int64_t, std::int64_t) {
                    const std::size_t block = separate[static_cast<std::size_t>(i)];
                    const auto count = positions_of(block) <= narrow_positions
                                           ? count_rows<std::uint32_t>
                                           : count_rows<std::int64_t>;
                    rows[block] = count(walker, lists, blocks[block], blocks[block + 1], cols);
                    counter.add(positions_of(block));
                  });
  return join_counts(std::move(rows), cols, options.unit());
}

}  // namespace eigenlex
