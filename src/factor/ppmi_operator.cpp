#include "eigenlex/factor/ppmi_operator.hpp"

#include <algorithm>
#include <cstring>
#include <mutex>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "core/partition.hpp"
#include "core/pool.hpp"
#include "matrix/tile_product.hpp"
#include "matrix/tiles.hpp"

namespace eigenlex {
namespace {

using internal::Bfloat16Row;
using internal::fastest_multiply_row;
using internal::FloatRow;
using internal::kTile;
using internal::pack_whole_tile;
using internal::Sums;
using internal::Tile;

/// Cells of a block: its part of the counts and its PPMI stay in a core's second-level cache.
constexpr std::int64_t kBlockCells = 1 << 16;
constexpr std::int64_t kMostRowsInABlock = 1024;

}  // namespace

/// Rows of the matrix or of its transpose, of their positive cells.
struct PpmiOperator::Block {
  struct Row {
    std::int64_t number;
    std::int64_t begin, end;  ///< in indices and values
  };
  std::vector<Row> rows;
  std::vector<std::int32_t> indices;
  std::vector<float> values;
  std::int64_t size = 0;
  CountReader reader;
  PmiScratch scratch;

  void clear(std::int64_t most_cells) {
    rows.clear();
    size = 0;
    if (std::ssize(values) < most_cells) {
      indices.resize(as_size(most_cells));
      values.resize(as_size(most_cells));
    }
  }

  /// Appends a row, or what follows of the one appended last.
  void append(const PmiSegment& segment) {
    if (rows.empty() || rows.back().number != segment.row)
      rows.push_back({segment.row, size, size});
    size += keep_positive(segment, indices.data() + size, values.data() + size);
    rows.back().end = size;
  }
};

PpmiOperator::PpmiOperator(const CooccurrenceMatrix& counts, const Margins& margins,
                           const PpmiOptions& options, DensePrecision precision,
                           const CellSpread* spread)
    : counts_(counts),
      pmi_(ContextBlocks(counts.rows(), counts.cols()), margins, options),
      precision_(precision),
      spread_(spread) {
  blocks_ = internal::partition_by_weight(counts.indptr(), kBlockCells, kMostRowsInABlock);
  std::mutex mutex;
  for_blocks(PmiOrientation::kRows, [&](const Block& block) {
    const auto end = block.values.begin() + block.size;
    const float largest = block.size == 0 ? 0.0f : *std::max_element(block.values.begin(), end);
    const std::lock_guard lock(mutex);
    nonzeros_ += block.size;
    largest_ = std::max(largest_, double{largest});
  });
  if (spread == nullptr) return;
  const Communicator& ranks = spread->rows.ranks();
  nonzeros_ = static_cast<std::int64_t>(ranks.sum(static_cast<double>(nonzeros_)));
  ranks.in_rank_order({&largest_, 1}, [mine = largest_, this](std::int64_t, std::int64_t) {
    largest_ = std::max(largest_, mine);
  });
}

std::int64_t PpmiOperator::rows() const {
  return spread_ == nullptr ? counts_.rows() : spread_->rows.kept();
}

std::int64_t PpmiOperator::cols() const {
  return spread_ == nullptr ? counts_.cols() : spread_->cols.kept();
}

const Reducer& PpmiOperator::row_reducer() const {
  return reducer_of(spread_ == nullptr ? nullptr : &spread_->rows);
}

const Reducer& PpmiOperator::col_reducer() const {
  return reducer_of(spread_ == nullptr ? nullptr : &spread_->cols);
}

void PpmiOperator::read_block(std::int64_t number, PmiOrientation orientation, Block& block) const {
  const std::int64_t begin = blocks_[as_size(number)];
  const std::int64_t end = blocks_[as_size(number) + 1];
  block.reader.read(counts_, begin, end);
  block.clear(counts_.indptr()[as_size(end)] - counts_.indptr()[as_size(begin)] + 1);
  for (std::int64_t word = begin; word < end; ++word) {
    if (spread_ != nullptr && !spread_->rows.owns(word)) continue;
    pmi_.visit(block.reader, word, orientation, block.scratch,
               [&](const PmiSegment& segment) { block.append(segment); });
  }
}

template <class Body>
void PpmiOperator::for_blocks(PmiOrientation orientation, const Body& body) const {
  internal::Pool<Block> pool;
  parallel_blocks(std::ssize(blocks_) - 1, 1, [&](std::int64_t number, std::int64_t, std::int64_t) {
    auto block = pool.borrow();
    read_block(number, orientation, *block);
    body(*block);
  });
}

template <class Row>
RowMatrix PpmiOperator::multiply_packed(const RowMatrix& right, PmiOrientation orientation) const {
  const std::int64_t width = right.cols();
  const bool by_rows = orientation == PmiOrientation::kRows;
  const RowSpread* inner = spread_ == nullptr ? nullptr : by_rows ? &spread_->cols : &spread_->rows;
  const RowSpread* outer = spread_ == nullptr ? nullptr : by_rows ? &spread_->rows : &spread_->cols;
  std::vector<Tile<Row>> tiles(as_size(block_count(width, kTile)));
  for (std::size_t t = 0; t < tiles.size(); ++t) {
    tiles[t].resize(as_size(by_rows ? counts_.cols() : counts_.rows()));
    pack_whole_tile(right, static_cast<std::int64_t>(t) * kTile, inner, tiles[t]);
  }
  RowMatrix product = new_row_matrix(outer != nullptr ? std::ssize(outer->own())
                                     : by_rows        ? counts_.rows()
                                                      : counts_.cols(),
                                     width);
  const auto multiply_row = fastest_multiply_row<Row>();
  for_blocks(orientation, [&](const Block& block) {
    Sums sums;
    for (std::size_t t = 0; t < tiles.size(); ++t) {
      const std::int64_t first = static_cast<std::int64_t>(t) * kTile;
      const auto tile_bytes =
          static_cast<std::size_t>(std::min(kTile, width - first)) * sizeof(float);
      for (const Block::Row& row : block.rows) {
        const std::int64_t place = outer == nullptr ? row.number : outer->place(row.number);
        multiply_row(block.indices.data(), block.values.data(), row.begin, row.end, block.size - 1,
                     tiles[t].data(), sums);
        std::memcpy(product.data() + place * width + first, &sums, tile_bytes);
      }
    }
  });
  tiles.clear();
  if (outer != nullptr) return outer->keep(product);
  return product;
}

RowMatrix PpmiOperator::multiply(const RowMatrix& right, PmiOrientation orientation) const {
  const std::int64_t inner = orientation == PmiOrientation::kRows ? cols() : rows();
  if (right.rows() != inner) {
    throw OptionError("multiply: right.rows()", fmt::to_string(right.rows()),
                      fmt::format("must be {}", inner));
  }
  return precision_ == DensePrecision::kBfloat16 ? multiply_packed<Bfloat16Row>(right, orientation)
                                                 : multiply_packed<FloatRow>(right, orientation);
}

Eigen::VectorXd PpmiOperator::multiply(const Eigen::VectorXd& right,
                                       PmiOrientation orientation) const {
  if (spread_ != nullptr) {
    throw OptionError("SvdSolver", "spectra",
                      "must be randomized where rows are spread over ranks");
  }
  const std::int64_t inner = orientation == PmiOrientation::kRows ? cols() : rows();
  if (right.size() != inner) {
    throw OptionError("multiply: right.size()", fmt::to_string(right.size()),
                      fmt::format("must be {}", inner));
  }
  Eigen::VectorXd product(orientation == PmiOrientation::kRows ? rows() : cols());
  for_blocks(orientation, [&](const Block& block) {
    for (const Block::Row& row : block.rows) {
      double sum = 0;
      for (std::int64_t k = row.begin; k < row.end; ++k) {
        sum += double{block.values[as_size(k)]} * right[block.indices[as_size(k)]];
      }
      product[row.number] = sum;
    }
  });
  return product;
}

RowMatrix PpmiOperator::multiply(const RowMatrix& right) const {
  return multiply(right, PmiOrientation::kRows);
}

RowMatrix PpmiOperator::multiply_transposed(const RowMatrix& right) const {
  return multiply(right, PmiOrientation::kColumns);
}

Eigen::VectorXd PpmiOperator::multiply(const Eigen::VectorXd& right) const {
  return multiply(right, PmiOrientation::kRows);
}

Eigen::VectorXd PpmiOperator::multiply_transposed(const Eigen::VectorXd& right) const {
  return multiply(right, PmiOrientation::kColumns);
}

}  // namespace eigenlex
