#include "eigenlex/factor/ppmi_operator.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <span>
#include <tuple>
#include <variant>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "../matrix/tiles.hpp"
#include "core/partition.hpp"
#include "core/pool.hpp"

namespace eigenlex {
namespace {

/// Cells of a block: its part of the counts and its PPMI stay in a core's second-level cache.
constexpr std::int64_t kBlockCells = 1 << 16;
constexpr std::int64_t kMostRowsInABlock = 1024;

std::size_t index(std::int64_t i) { return static_cast<std::size_t>(i); }

/// Whether the contexts of the counts are directional; throws if they are of no known kind.
bool is_directional(const CooccurrenceMatrix& counts) {
  if (counts.cols() == counts.rows()) return false;
  if (counts.cols() == 2 * counts.rows()) return true;
  throw OptionError("CooccurrenceMatrix", fmt::format("{} x {}", counts.rows(), counts.cols()),
                    "must have as many columns as rows, or twice as many");
}

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
  std::tuple<CsrBuffer<std::uint32_t>, CsrBuffer<std::int64_t>> buffers;
  Eigen::ArrayXf logs;

  void clear(std::int64_t most_cells) {
    rows.clear();
    size = 0;
    if (std::ssize(values) < most_cells) {
      indices.resize(index(most_cells));
      values.resize(index(most_cells));
    }
  }

  /// Appends a row: cells with log counts `row_logs` in the columns `cols` - shift.
  void append(std::int64_t number, std::span<const std::int32_t> cols, std::int32_t shift,
              const float* row_logs, float own_offset, const std::vector<float>& offsets) {
    const std::int64_t begin = size;
    for (std::size_t k = 0; k < cols.size(); ++k) {
      const std::int32_t col = cols[k] - shift;
      const float value = row_logs[k] + (own_offset + offsets[index(col)]);
      // Written always, kept only if it is positive: no branch to mispredict.
      indices[index(size)] = col;
      values[index(size)] = value;
      size += value > 0;
    }
    rows.push_back({number, begin, size});
  }
};

PpmiOperator::PpmiOperator(const CooccurrenceMatrix& counts, const ExpectedCounts& expected,
                           const PpmiOptions& options, DensePrecision precision)
    : counts_(counts), offsets_(pmi_offsets(expected, options)), precision_(precision) {
  if (std::ssize(offsets_.row) != counts.rows() || std::ssize(offsets_.col) != counts.cols()) {
    throw OptionError("ExpectedCounts",
                      fmt::format("{} x {}", offsets_.row.size(), offsets_.col.size()),
                      fmt::format("must be {} x {}", counts.rows(), counts.cols()));
  }
  is_directional(counts);
  blocks_ = internal::partition_by_weight(counts.indptr(), kBlockCells, kMostRowsInABlock);
  std::atomic<std::int64_t> nonzeros = 0;
  for_blocks(false, [&](const Block& block) { nonzeros += block.size; });
  nonzeros_ = nonzeros;
}

void PpmiOperator::read_block(std::int64_t number, bool transposed, Block& block) const {
  const auto words = static_cast<std::int32_t>(counts_.rows());
  const bool split = transposed && is_directional(counts_);
  const std::vector<float>& own = transposed ? offsets_.col : offsets_.row;
  const std::vector<float>& other = transposed ? offsets_.row : offsets_.col;
  const std::int64_t begin = blocks_[index(number)];
  const std::int64_t end = blocks_[index(number) + 1];
  std::visit(
      [&]<class Cells>(const Cells& cells) {
        using Value = typename Cells::value_type;
        const auto view = cells.view(begin, end, std::get<CsrBuffer<Value>>(block.buffers));
        block.clear(view.nonzeros() + 1);
        for (std::int64_t word = begin; word < end; ++word) {
          const auto cols = view.row_indices(word);
          log_counts(view.row_values(word), block.logs);
          const float* logs = block.logs.data();
          if (!split) {
            block.append(word, cols, 0, logs, own[index(word)], other);
            continue;
          }
          // Column j of L is row j of R, and column j of R is row j of L.
          const auto left = index(std::lower_bound(cols.begin(), cols.end(), words) - cols.begin());
          const std::int64_t right_context = words + word;
          block.append(word, cols.subspan(left), words, logs + left, own[index(word)], other);
          block.append(right_context, cols.first(left), 0, logs, own[index(right_context)], other);
        }
      },
      counts_.cells);
}

template <class Body>
void PpmiOperator::for_blocks(bool transposed, const Body& body) const {
  internal::Pool<Block> pool;
  parallel_blocks(std::ssize(blocks_) - 1, 1, [&](std::int64_t number, std::int64_t, std::int64_t) {
    auto block = pool.borrow();
    read_block(number, transposed, *block);
    body(*block);
  });
}

template <class Row>
RowMatrix PpmiOperator::multiply_packed(const RowMatrix& right, bool transposed) const {
  const std::int64_t width = right.cols();
  std::vector<Tile<Row>> tiles(index(block_count(width, kTile)));
  for (std::size_t t = 0; t < tiles.size(); ++t) {
    tiles[t].resize(index(right.rows()));
    pack_tile(right, static_cast<std::int64_t>(t) * kTile, tiles[t]);
  }
  RowMatrix product = new_row_matrix(transposed ? cols() : rows(), width);
  for_blocks(transposed, [&](const Block& block) {
    for (std::size_t t = 0; t < tiles.size(); ++t) {
      const std::int64_t first = static_cast<std::int64_t>(t) * kTile;
      const auto tile_bytes =
          static_cast<std::size_t>(std::min(kTile, width - first)) * sizeof(float);
      for (const Block::Row& row : block.rows) {
        const Sums sums = multiply_row(block.indices.data(), block.values.data(), row.begin,
                                       row.end, block.size - 1, tiles[t].data());
        std::memcpy(product.data() + row.number * width + first, sums.data(), tile_bytes);
      }
    }
  });
  return product;
}

RowMatrix PpmiOperator::multiply(const RowMatrix& right, bool transposed) const {
  const std::int64_t inner = transposed ? rows() : cols();
  if (right.rows() != inner) {
    throw OptionError("multiply: right.rows()", fmt::to_string(right.rows()),
                      fmt::format("must be {}", inner));
  }
  return precision_ == DensePrecision::kBfloat16 ? multiply_packed<Bfloat16Row>(right, transposed)
                                                 : multiply_packed<FloatRow>(right, transposed);
}

Eigen::VectorXd PpmiOperator::multiply(const Eigen::VectorXd& right, bool transposed) const {
  const std::int64_t inner = transposed ? rows() : cols();
  if (right.size() != inner) {
    throw OptionError("multiply: right.size()", fmt::to_string(right.size()),
                      fmt::format("must be {}", inner));
  }
  Eigen::VectorXd product(transposed ? cols() : rows());
  for_blocks(transposed, [&](const Block& block) {
    for (const Block::Row& row : block.rows) {
      double sum = 0;
      for (std::int64_t k = row.begin; k < row.end; ++k) {
        sum += double{block.values[index(k)]} * right[block.indices[index(k)]];
      }
      product[row.number] = sum;
    }
  });
  return product;
}

RowMatrix PpmiOperator::multiply(const RowMatrix& right) const { return multiply(right, false); }

RowMatrix PpmiOperator::multiply_transposed(const RowMatrix& right) const {
  return multiply(right, true);
}

Eigen::VectorXd PpmiOperator::multiply(const Eigen::VectorXd& right) const {
  return multiply(right, false);
}

Eigen::VectorXd PpmiOperator::multiply_transposed(const Eigen::VectorXd& right) const {
  return multiply(right, true);
}

}  // namespace eigenlex
