#include "eigenlex/matrix/spmm.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "core/partition.hpp"
#include "matrix/tiles.hpp"

namespace eigenlex {
namespace {

using internal::Bfloat16Row;
using internal::FloatRow;
using internal::kTile;
using internal::multiply_row;
using internal::pack_tile;
using internal::Sums;
using internal::Tile;

constexpr std::int64_t kBlockNonzeros = 1 << 16;
constexpr std::int64_t kMostRowsInABlock = 1024;

template <class Row>
RowMatrix multiply_tiled(const CsrMatrix<float>& matrix, const RowMatrix& right) {
  const std::int64_t width = right.cols();
  const std::vector<std::int64_t> blocks =
      internal::partition_by_weight(matrix.indptr, kBlockNonzeros, kMostRowsInABlock);
  RowMatrix product = new_row_matrix(matrix.rows, width);
  Tile<Row> tile(static_cast<std::size_t>(matrix.cols));
  for (std::int64_t first = 0; first < width; first += kTile) {
    pack_tile(right, first, tile.data());
    const auto tile_bytes =
        static_cast<std::size_t>(std::min(kTile, width - first)) * sizeof(float);
    parallel_blocks(std::ssize(blocks) - 1, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
      const std::int64_t end = blocks[static_cast<std::size_t>(block) + 1];
      for (std::int64_t i = blocks[static_cast<std::size_t>(block)]; i < end; ++i) {
        const Sums sums = multiply_row(
            matrix.indices.data(), matrix.values.data(), matrix.indptr[static_cast<std::size_t>(i)],
            matrix.indptr[static_cast<std::size_t>(i) + 1], matrix.nonzeros() - 1, tile.data());
        std::memcpy(product.data() + i * width + first, sums.data(), tile_bytes);
      }
    });
  }
  return product;
}

void check_shapes(const CsrMatrix<float>& matrix, std::int64_t right_rows) {
  if (matrix.cols != right_rows) {
    throw OptionError("multiply: right.rows()", fmt::to_string(right_rows),
                      fmt::format("must be the matrix's {} columns", matrix.cols));
  }
}

}  // namespace

RowMatrix multiply(const CsrMatrix<float>& matrix, const RowMatrix& right,
                   DensePrecision precision) {
  check_shapes(matrix, right.rows());
  return precision == DensePrecision::kBfloat16 ? multiply_tiled<Bfloat16Row>(matrix, right)
                                                : multiply_tiled<FloatRow>(matrix, right);
}

std::int64_t packed_bytes(std::int64_t rows, std::int64_t columns, DensePrecision precision) {
  const std::size_t row_bytes =
      precision == DensePrecision::kBfloat16 ? sizeof(Bfloat16Row) : sizeof(FloatRow);
  return block_count(columns, kTile) * rows * static_cast<std::int64_t>(row_bytes);
}

Eigen::VectorXd multiply(const CsrMatrix<float>& matrix, const Eigen::VectorXd& right) {
  check_shapes(matrix, right.size());
  const std::vector<std::int64_t> blocks =
      internal::partition_by_weight(matrix.indptr, kBlockNonzeros, kMostRowsInABlock);
  Eigen::VectorXd product(matrix.rows);
  parallel_blocks(std::ssize(blocks) - 1, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    const std::int64_t end = blocks[static_cast<std::size_t>(block) + 1];
    for (std::int64_t i = blocks[static_cast<std::size_t>(block)]; i < end; ++i) {
      const std::span<const std::int32_t> cols = matrix.row_indices(i);
      const std::span<const float> values = matrix.row_values(i);
      double sum = 0;
      for (std::size_t k = 0; k < cols.size(); ++k) sum += double{values[k]} * right[cols[k]];
      product[i] = sum;
    }
  });
  return product;
}

}  // namespace eigenlex
