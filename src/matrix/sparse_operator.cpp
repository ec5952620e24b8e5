#include "eigenlex/matrix/sparse_operator.hpp"

#include <utility>
#include <vector>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/scale.hpp"

#include "core/partition.hpp"

namespace eigenlex {
namespace {

/// Blocks of rows with about as many entries each; any cut gives the same matrix.
constexpr std::int64_t kTransposeBlocks = 16;

std::vector<std::int64_t> transpose_blocks(const CsrMatrix<float>& matrix) {
  return internal::partition_by_weight(matrix.indptr, matrix.nonzeros() / kTransposeBlocks + 1,
                                       matrix.rows);
}

/// For each block of rows and each column, where the block's entries of the column go.
std::vector<std::vector<std::int64_t>> transposed_places(const CsrMatrix<float>& matrix,
                                                         const std::vector<std::int64_t>& blocks,
                                                         std::vector<std::int64_t>& indptr) {
  const auto cols = static_cast<std::size_t>(matrix.cols);
  std::vector<std::vector<std::int64_t>> places(blocks.size() - 1);
  parallel_blocks(std::ssize(places), 1, [&](std::int64_t number, std::int64_t, std::int64_t) {
    const auto block = static_cast<std::size_t>(number);
    std::vector<std::int64_t>& sizes = places[block];
    sizes.assign(cols, 0);
    for (std::int64_t i = blocks[block]; i < blocks[block + 1]; ++i) {
      for (const std::int32_t j : matrix.row_indices(i)) ++sizes[static_cast<std::size_t>(j)];
    }
  });
  std::int64_t place = 0;
  for (std::size_t j = 0; j < cols; ++j) {
    for (std::vector<std::int64_t>& block : places) place += std::exchange(block[j], place);
    indptr[j + 1] = place;
  }
  return places;
}

}  // namespace

CsrMatrix<float> transpose(const CsrMatrix<float>& matrix) {
  const std::vector<std::int64_t> blocks = transpose_blocks(matrix);
  CsrMatrix<float> result;
  result.rows = matrix.cols;
  result.cols = matrix.rows;
  result.indptr.assign(static_cast<std::size_t>(matrix.cols) + 1, 0);
  result.indices.resize(matrix.indices.size());
  result.values.resize(matrix.values.size());
  std::vector<std::vector<std::int64_t>> places = transposed_places(matrix, blocks, result.indptr);
  parallel_blocks(std::ssize(places), 1, [&](std::int64_t number, std::int64_t, std::int64_t) {
    const auto block = static_cast<std::size_t>(number);
    std::vector<std::int64_t>& next = places[block];
    for (std::int64_t i = blocks[block]; i < blocks[block + 1]; ++i) {
      const auto cols = matrix.row_indices(i);
      const auto values = matrix.row_values(i);
      for (std::size_t k = 0; k < cols.size(); ++k) {
        const auto place = static_cast<std::size_t>(next[static_cast<std::size_t>(cols[k])]++);
        result.indices[place] = static_cast<std::int32_t>(i);
        result.values[place] = values[k];
      }
    }
  });
  return result;
}

SparseOperator::SparseOperator(CsrMatrix<float> matrix, DensePrecision precision)
    : matrix_(std::move(matrix)), transposed_(transpose(matrix_)), precision_(precision) {}

double SparseOperator::magnitude() const { return largest_magnitude(matrix_.values); }

RowMatrix SparseOperator::multiply(const RowMatrix& right) const {
  return eigenlex::multiply(matrix_, right, precision_);
}

RowMatrix SparseOperator::multiply_transposed(const RowMatrix& right) const {
  return eigenlex::multiply(transposed_, right, precision_);
}

Eigen::VectorXd SparseOperator::multiply(const Eigen::VectorXd& right) const {
  return eigenlex::multiply(matrix_, right);
}

Eigen::VectorXd SparseOperator::multiply_transposed(const Eigen::VectorXd& right) const {
  return eigenlex::multiply(transposed_, right);
}

}  // namespace eigenlex
