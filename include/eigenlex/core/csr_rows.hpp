#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/core/csr_matrix.hpp"

namespace eigenlex {

/// Consecutive rows of a CSR matrix, made by one block of a parallel loop.
template <class Value>
struct CsrRows {
  std::vector<std::int64_t> row_sizes;
  std::vector<std::int32_t> indices;
  std::vector<Value> values;
};

/// Joins blocks of rows, given in row order, to one matrix; each block is freed once it is copied,
/// so the peak is the matrix and one block more.
template <class Value>
CsrMatrix<Value> join_rows(std::vector<CsrRows<Value>> blocks, std::int64_t cols) {
  std::size_t rows = 0, nonzeros = 0;
  for (const CsrRows<Value>& block : blocks) {
    rows += block.row_sizes.size();
    nonzeros += block.indices.size();
  }
  CsrMatrix<Value> matrix;
  matrix.rows = static_cast<std::int64_t>(rows);
  matrix.cols = cols;
  matrix.indptr.reserve(rows + 1);
  matrix.indices.reserve(nonzeros);
  matrix.values.reserve(nonzeros);
  for (CsrRows<Value>& block : blocks) {
    for (const std::int64_t size : block.row_sizes) {
      matrix.indptr.push_back(matrix.indptr.back() + size);
    }
    matrix.indices.insert(matrix.indices.end(), block.indices.begin(), block.indices.end());
    matrix.values.insert(matrix.values.end(), block.values.begin(), block.values.end());
    block = {};
  }
  return matrix;
}

}  // namespace eigenlex
