#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/core/array.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"

namespace eigenlex::internal {

/// Consecutive rows of a CSR matrix, made by one block of a parallel loop.
template <class Value>
struct CsrRows {
  std::vector<std::int64_t> row_sizes;
  Array<std::int32_t> indices;
  Array<Value> values;
};

/// Makes room for blocks of rows at the end of a matrix; returns where each one's cells go.
template <class Value>
std::vector<std::int64_t> make_room(std::span<const CsrRows<Value>> blocks,
                                    CsrMatrix<Value>& matrix) {
  std::vector<std::int64_t> places;
  for (const CsrRows<Value>& block : blocks) {
    places.push_back(matrix.nonzeros());
    for (const std::int64_t size : block.row_sizes) {
      matrix.indptr.push_back(matrix.indptr.back() + size);
    }
  }
  matrix.rows = std::ssize(matrix.indptr) - 1;
  matrix.indices.resize(static_cast<std::size_t>(matrix.nonzeros()));
  matrix.values.resize(matrix.indices.size());
  return places;
}

template <class Value>
void copy_cells(const CsrRows<Value>& block, std::int64_t place, CsrMatrix<Value>& matrix) {
  std::ranges::copy(block.indices, matrix.indices.begin() + place);
  std::ranges::copy(block.values, matrix.values.begin() + place);
}

/// Joins blocks of rows, given in row order, to one matrix, in parallel; each block is freed once
/// it is copied.
template <class Value>
CsrMatrix<Value> join_rows(std::vector<CsrRows<Value>> blocks, std::int64_t cols) {
  CsrMatrix<Value> matrix;
  matrix.cols = cols;
  const std::vector<std::int64_t> places = make_room<Value>(blocks, matrix);
  parallel_blocks(std::ssize(blocks), 1, [&](std::int64_t i, std::int64_t, std::int64_t) {
    const auto number = static_cast<std::size_t>(i);
    copy_cells(blocks[number], places[number], matrix);
    blocks[number] = {};
  });
  return matrix;
}

/// Blocks that `join_made_rows` makes at a time: enough for the threads to share them out evenly.
constexpr std::int64_t blocks_at_once(int threads) { return 4 * std::int64_t{threads}; }

/// The same of blocks that are made a few at a time, in parallel, in the same memory: beside the
/// matrix there is never more than that of a few blocks. `make(block, rows)` sets the rows of a
/// block, which hold another one before; the blocks have `most_cells` together at most, for which
/// the matrix takes addresses, and memory only for those it has.
template <class Value, class Make>
CsrMatrix<Value> join_made_rows(std::int64_t blocks, std::int64_t most_cells, std::int64_t cols,
                                const Make& make) {
  CsrMatrix<Value> matrix;
  matrix.cols = cols;
  matrix.indices.reserve(static_cast<std::size_t>(most_cells));
  matrix.values.reserve(static_cast<std::size_t>(most_cells));
  const std::int64_t at_once = std::min(blocks, blocks_at_once(thread_count()));
  std::vector<CsrRows<Value>> made(static_cast<std::size_t>(at_once));
  for (std::int64_t first = 0; first < blocks; first += at_once) {
    made.resize(static_cast<std::size_t>(std::min(at_once, blocks - first)));
    parallel_blocks(std::ssize(made), 1, [&](std::int64_t i, std::int64_t, std::int64_t) {
      make(first + i, made[static_cast<std::size_t>(i)]);
    });
    const std::vector<std::int64_t> places = make_room<Value>(made, matrix);
    parallel_blocks(std::ssize(made), 1, [&](std::int64_t i, std::int64_t, std::int64_t) {
      const auto number = static_cast<std::size_t>(i);
      copy_cells(made[number], places[number], matrix);
    });
  }
  return matrix;
}

}  // namespace eigenlex::internal
