#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"

namespace eigenlex::internal {

/// Consecutive rows of a CSR matrix, made by one block of a parallel loop.
template <class Value>
struct CsrRows {
  std::vector<std::int64_t> row_sizes;
  std::vector<std::int32_t> indices;
  std::vector<Value> values;
};

/// Joins blocks of rows, given in row order, to one matrix, in parallel; each block is freed once
/// it is copied.
template <class Value>
CsrMatrix<Value> join_rows(std::vector<CsrRows<Value>> blocks, std::int64_t cols) {
  CsrMatrix<Value> matrix;
  matrix.cols = cols;
  std::vector<std::int64_t> first{0};
  for (const CsrRows<Value>& block : blocks) {
    for (const std::int64_t size : block.row_sizes) {
      matrix.indptr.push_back(matrix.indptr.back() + size);
    }
    first.push_back(matrix.nonzeros());
  }
  matrix.rows = std::ssize(matrix.indptr) - 1;
  matrix.indices.resize(static_cast<std::size_t>(matrix.nonzeros()));
  matrix.values.resize(matrix.indices.size());
  parallel_blocks(std::ssize(blocks), 1, [&](std::int64_t i, std::int64_t, std::int64_t) {
    CsrRows<Value>& block = blocks[static_cast<std::size_t>(i)];
    std::ranges::copy(block.indices, matrix.indices.begin() + first[static_cast<std::size_t>(i)]);
    std::ranges::copy(block.values, matrix.values.begin() + first[static_cast<std::size_t>(i)]);
    block = {};
  });
  return matrix;
}

}  // namespace eigenlex::internal
