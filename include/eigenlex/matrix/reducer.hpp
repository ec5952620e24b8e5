#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/core/parallel.hpp"

namespace eigenlex {

/// Rows of a block. What is summed over more rows is put together in double, block after block.
inline constexpr std::int64_t kSumRows = 1024;

/// Where sums over the rows of a tall matrix are put together: the one place that knows whether
/// this process holds all of its rows.
///
/// This one does. A run over several processes, each of which holds consecutive rows, gives its
/// own, and gets the bytes of a run in one process: blocks are the same, and their sums are added
/// in the order of rows, ((p_0 + p_1) + p_2) + ..., whoever holds them.
class Reducer {
 public:
  /// Brings the entries begin .. end - 1 of a state forward over the rows that are here. No entry
  /// depends on another, so a long state may pass through the processes in pieces.
  using Step = std::function<void(std::int64_t begin, std::int64_t end)>;

  virtual ~Reducer() = default;

  /// The number of the first row here among all rows: a multiple of `kSumRows`.
  virtual std::int64_t first_row() const { return 0; }
  /// How many rows there are in all processes, where `here` are here.
  virtual std::int64_t all_rows(std::int64_t here) const { return here; }
  /// Whether other processes hold rows. Each then calls `in_row_order` once a sum, with the parts
  /// of all its blocks at hand.
  virtual bool is_spread() const { return false; }
  /// Takes the state through the processes in the order of their rows, each of which makes its
  /// step; afterwards all have the state that the last one left. It is 0 before the first.
  virtual void in_row_order(std::span<double> state, const Step& step) const {
    step(0, std::ssize(state));
  }
};

/// That of matrices with all their rows in this process.
const Reducer& rows_in_one_place();

/// Σ over blocks of rows, which the caller cuts: `partial(block, part)` fills `part`, sum_rows x
/// sum_cols numbers of the type `Scalar`, for one of the `blocks` blocks of rows that are here.
///
/// Determinism: each block is done by one thread; they are added in double in their order. Memory:
/// `at_once` parts, or those of all blocks where the rows are spread.
template <class Scalar, class Partial>
Eigen::MatrixXd sum_over_blocks(std::int64_t blocks, std::int64_t at_once, Eigen::Index sum_rows,
                                Eigen::Index sum_cols, const Partial& partial,
                                const Reducer& reducer) {
  using Part = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  at_once = reducer.is_spread() ? blocks : std::min(blocks, at_once);
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(sum_rows, sum_cols);
  std::vector<Part> parts(static_cast<std::size_t>(at_once));
  std::int64_t first = 0;
  do {
    const std::int64_t size = std::min(at_once, blocks - first);
    parallel_blocks(size, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
      Part& part = parts[static_cast<std::size_t>(block)];
      part.resize(sum_rows, sum_cols);
      partial(first + block, part);
    });
    reducer.in_row_order({sum.data(), static_cast<std::size_t>(sum.size())}, [&](std::int64_t begin,
                                                                                 std::int64_t end) {
      Eigen::Map<Eigen::VectorXd> entries(sum.data() + begin, end - begin);
      for (std::int64_t block = 0; block < size; ++block) {
        const Scalar* part = parts[static_cast<std::size_t>(block)].data() + begin;
        entries += Eigen::Map<const Eigen::Matrix<Scalar, Eigen::Dynamic, 1>>(part, end - begin)
                       .template cast<double>();
      }
    });
    first += size;
  } while (first < blocks);
  return sum;
}

/// The same over blocks of `kSumRows` of the `rows` that are here: `partial(begin, size, part)` is
/// for `size` rows from `begin` on. Memory: 32 parts in float or 16 in double, or those of all
/// blocks where the rows are spread.
template <class Scalar, class Partial>
Eigen::MatrixXd sum_over_rows(std::int64_t rows, Eigen::Index sum_rows, Eigen::Index sum_cols,
                              const Partial& partial, const Reducer& reducer) {
  constexpr std::int64_t kBlocksAtOnce = 128 / sizeof(Scalar);
  return sum_over_blocks<Scalar>(
      block_count(rows, kSumRows), kBlocksAtOnce, sum_rows, sum_cols,
      [&](std::int64_t block, auto& part) {
        const std::int64_t begin = block * kSumRows;
        partial(begin, std::min(kSumRows, rows - begin), part);
      },
      reducer);
}

}  // namespace eigenlex
