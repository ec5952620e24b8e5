#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "eigenlex/core/array.hpp"
#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/storage_options.hpp"
#include "eigenlex/counts/cooccurrence.hpp"

#include "core/pool.hpp"
#include "counts/row_accumulator.hpp"
#include "counts/row_codec.hpp"
#include "matrix/csr_rows.hpp"

namespace eigenlex::internal {

/// Cells that are merged before they are appended to the matrix, a thread.
constexpr std::int64_t kMergedCellsAtOnce = 1 << 18;

/// Rows of a sum of counts; narrow counts unless one of the block needs more.
struct MergedRows {
  CsrRows<std::uint32_t> narrow;
  std::vector<std::int64_t> wide;  ///< the values, if it does
  bool is_wide = false;

  void reserve(std::int64_t cells) {
    narrow.indices.reserve(static_cast<std::size_t>(cells));
    narrow.values.reserve(static_cast<std::size_t>(cells));
  }
  void add(std::int32_t col, std::int64_t count) {
    if (count > std::numeric_limits<std::uint32_t>::max() && !is_wide) {
      is_wide = true;
      wide.assign(narrow.values.begin(), narrow.values.end());
      narrow.values.clear();
    }
    narrow.indices.push_back(col);
    if (!is_wide) {
      narrow.values.push_back(static_cast<std::uint32_t>(count));
    } else {
      wide.push_back(count);
    }
  }
  /// The cells of a row, of either width.
  template <class Count>
  void add(std::span<const std::int32_t> cols, std::span<const Count> counts) {
    if constexpr (std::is_same_v<Count, std::uint32_t>) {
      if (!is_wide) {
        narrow.indices.insert(narrow.indices.end(), cols.begin(), cols.end());
        narrow.values.insert(narrow.values.end(), counts.begin(), counts.end());
        return;
      }
    }
    for (std::size_t k = 0; k < cols.size(); ++k)
      add(cols[k], static_cast<std::int64_t>(counts[k]));
  }
  /// Ends a row that began with so many cells.
  void end_row(std::size_t before) {
    narrow.row_sizes.push_back(static_cast<std::int64_t>(narrow.indices.size() - before));
  }
};

inline void append_row_ends(const MergedRows& rows, std::vector<std::int64_t>& indptr) {
  for (const std::int64_t size : rows.narrow.row_sizes) indptr.push_back(indptr.back() + size);
}

/// The matrix of merged rows in memory; turns wide with the first block that is.
class MemorySink {
 public:
  /// Room for so many cells.
  explicit MemorySink(std::int64_t cells);

  /// Takes blocks of rows, in order.
  void append(std::vector<MergedRows> wave);
  CooccurrenceMatrix::Cells take(std::int64_t cols);

 private:
  void widen(std::ptrdiff_t size);
  void copy(const MergedRows& rows, std::ptrdiff_t first);

  CooccurrenceMatrix::Narrow narrow_;
  Array<std::int64_t> wide_;
  bool is_wide_ = false;
};

/// The matrix of merged rows in the files indices.npy and values.npy of a folder.
class FileSink {
 public:
  explicit FileSink(const std::filesystem::path& folder);

  /// Takes blocks of rows, in order.
  void append(std::vector<MergedRows> wave);
  CooccurrenceMatrix::Cells take(std::int64_t cols);

 private:
  void append(const MergedRows& rows);
  void widen();

  std::filesystem::path folder_;
  std::vector<std::int64_t> indptr_{0};
  NpyWriter<std::int32_t> indices_;
  std::optional<NpyWriter<std::uint32_t>> narrow_;
  std::optional<NpyWriter<std::int64_t>> wide_;
};

/// The matrix of merged rows in memory, or in files where that many cells, the most there can be,
/// do not fit.
class CountSink {
 public:
  CountSink(std::int64_t most_cells, const StorageOptions& storage);

  /// Takes blocks of rows, in order.
  void append(std::vector<MergedRows> wave);
  CooccurrenceMatrix::Cells take(std::int64_t cols);

 private:
  std::optional<MemorySink> memory_;
  std::optional<FileSink> file_;
};

/// Adds up so many rows of blocks that hold the same ones.
MergedRows add_rows(std::vector<RowDecoder> blocks, std::int64_t rows, std::int64_t cells,
                    RowAccumulator<std::int64_t>& row);

/// Appends blocks of about equal weight in order, one a thread being made at a time:
/// `make(block, scratch)` gives the rows of a block.
template <class Scratch, class Make>
void append_in_order(std::int64_t blocks, const Make& make, FileSink& sink) {
  Pool<Scratch> pool;
  for (std::int64_t begin = 0; begin < blocks; begin += thread_count()) {
    std::vector<MergedRows> wave(as_size(std::min<std::int64_t>(blocks - begin, thread_count())));
    parallel_blocks(std::ssize(wave), 1, [&](std::int64_t i, std::int64_t, std::int64_t) {
      auto scratch = pool.borrow();
      wave[as_size(i)] = make(begin + i, *scratch);
    });
    sink.append(std::move(wave));
  }
}

}  // namespace eigenlex::internal
