#include "matrix/spread_operator.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "core/partition.hpp"
#include "matrix/tiles.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int64_t kOwnBlockNonzeros = 1 << 16;
constexpr std::int64_t kMostOwnRowsInABlock = 1024;

/// Own rows times a tile: their sums, by place.
template <class Row>
void multiply_own_rows(const CsrMatrix<float>& own, const std::vector<std::int64_t>& blocks,
                       const Tile<Row>& tile, Array<Sums>& sums) {
  parallel_blocks(std::ssize(blocks) - 1, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    for (std::int64_t i = blocks[as_size(block)]; i < blocks[as_size(block + 1)]; ++i) {
      sums[as_size(i)] = multiply_row(own.indices.data(), own.values.data(), own.indptr[as_size(i)],
                                      own.indptr[as_size(i) + 1], own.nonzeros() - 1, tile.data());
    }
  });
}

template <class Row>
RowMatrix multiply_spread(const CsrMatrix<float>& own, const RowMatrix& right,
                          const RowSpread& inner, const RowSpread& outer) {
  const std::vector<std::int64_t> blocks =
      partition_by_weight(own.indptr, kOwnBlockNonzeros, kMostOwnRowsInABlock);
  const std::int64_t width = right.cols();
  RowMatrix product = new_row_matrix(outer.kept(), width);
  Tile<Row> tile(as_size(inner.rows()));
  Array<Sums> sums(as_size(own.rows));
  for (std::int64_t first = 0; first < width; first += kTile) {
    pack_whole_tile(right, first, &inner, tile);
    multiply_own_rows(own, blocks, tile, sums);
    const std::size_t bytes = as_size(std::min(kTile, width - first)) * sizeof(float);
    outer.keep(std::as_bytes(std::span(sums)), sizeof(Sums),
               [&](std::int64_t row, const std::byte* from) {
                 std::memcpy(product.data() + row * width + first, from, bytes);
               });
  }
  return product;
}

RowMatrix multiply_spread(const CsrMatrix<float>& own, const RowMatrix& right,
                          DensePrecision precision, const RowSpread& inner,
                          const RowSpread& outer) {
  if (right.rows() != inner.kept()) {
    throw OptionError("multiply: right.rows()", fmt::to_string(right.rows()),
                      fmt::format("must be the {} that are kept here", inner.kept()));
  }
  return precision == DensePrecision::kBfloat16
             ? multiply_spread<Bfloat16Row>(own, right, inner, outer)
             : multiply_spread<FloatRow>(own, right, inner, outer);
}

[[noreturn]] void refuse_doubles() {
  throw OptionError("SvdSolver", "spectra", "must be randomized where rows are spread over ranks");
}

}  // namespace

SpreadOperator::SpreadOperator(CsrMatrix<float> matrix, CsrMatrix<float> transposed,
                               double magnitude, DensePrecision precision, const CellSpread& spread)
    : matrix_(std::move(matrix)),
      transposed_(std::move(transposed)),
      magnitude_(magnitude),
      precision_(precision),
      spread_(spread) {}

RowMatrix SpreadOperator::multiply(const RowMatrix& right) const {
  return multiply_spread(matrix_, right, precision_, spread_.cols, spread_.rows);
}

RowMatrix SpreadOperator::multiply_transposed(const RowMatrix& right) const {
  return multiply_spread(transposed_, right, precision_, spread_.rows, spread_.cols);
}

Eigen::VectorXd SpreadOperator::multiply(const Eigen::VectorXd&) const { refuse_doubles(); }

Eigen::VectorXd SpreadOperator::multiply_transposed(const Eigen::VectorXd&) const {
  refuse_doubles();
}

}  // namespace eigenlex::internal
