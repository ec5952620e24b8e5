#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "eigenlex/core/parallel.hpp"

#include "factor/half_sweep.hpp"
#include "matrix/panels.hpp"

namespace eigenlex::internal {
namespace {

/// Rows solved side by side, a group at most, share one product with the Gram matrix.
constexpr std::int64_t kCgBlockWork = 1 << 19;
/// Cells multiplied at a time, and how many cells ahead of their use factors are fetched.
constexpr std::size_t kGroup = 4;
constexpr std::size_t kAhead = 8;
/// A row is solved once its squared residual has fallen to this share of the first: rounding.
constexpr double kSolved = 1e-14;
/// And once it is below the square of the smallest float that has all digits.
constexpr double kVanished =
    double{std::numeric_limits<float>::min()} * double{std::numeric_limits<float>::min()};

using Rows = Eigen::Index;

/// Cells of a block of rows, one row after the other.
struct BlockCells {
  CellLists lists;
  std::vector<std::size_t> strong_ends;  ///< by row
  std::vector<std::size_t> weak_ends;
};

/// Calls `visit(row, cells)` for each row with its cells.
template <class Cell, class Visit>
void for_rows(const std::vector<Cell>& cells, const std::vector<std::size_t>& ends,
              const Visit& visit) {
  std::size_t begin = 0;
  for (std::size_t row = 0; row < ends.size(); ++row) {
    visit(static_cast<Rows>(row), std::span(cells).subspan(begin, ends[row] - begin));
    begin = ends[row];
  }
}

/// The packed factors of kCount cells; asks for those a little further on.
template <std::size_t kCount, class Panel, class Cell>
std::array<const Panel*, kCount> factors_of(const PanelTable<Panel>& table,
                                            std::span<const Cell> cells, std::size_t first) {
  std::array<const Panel*, kCount> factors;
  for (std::size_t k = 0; k < kCount; ++k) {
    factors[k] = table.row(cells[first + k].index);
    const std::size_t ahead = std::min(first + k + kAhead, cells.size() - 1);
    const auto* bytes = reinterpret_cast<const char*>(table.row(cells[ahead].index));
    for (std::size_t line = 0; line < table.panels() * sizeof(Panel); line += 64) {
      __builtin_prefetch(bytes + line);
    }
  }
  return factors;
}

/// sums += Σ β c over weak cells.
template <std::size_t kCount, class Panel>
void add_weak(const PanelTable<Panel>& table, std::span<const WeakCell> cells, std::size_t first,
              Floats* sums) {
  std::array<float, kCount> scales;
  for (std::size_t k = 0; k < kCount; ++k) scales[k] = cells[first + k].pull;
  add_scaled<kCount>(factors_of<kCount>(table, cells, first), scales, table.panels(), sums);
}

/// What a pass over strong cells makes of them besides Σ e (c·v)².
enum class Pass {
  kResidual,  ///< sums += Σ (β - e c·v) c
  kProduct,   ///< sums += Σ e (c·v) c
  kSquares,   ///< nothing
};

/// One pass with the vector v; returns Σ e (c·v)².
template <Pass kPass, std::size_t kCount, class Panel>
double multiply_strong(const PanelTable<Panel>& table, std::span<const StrongCell> cells,
                       std::size_t first, const Floats* vector, Floats* sums) {
  const std::array<const Panel*, kCount> factors = factors_of<kCount>(table, cells, first);
  std::array<float, kCount> scales = dots<kCount>(factors, vector, table.panels());
  double squares = 0;
  for (std::size_t k = 0; k < kCount; ++k) {
    const StrongCell& cell = cells[first + k];
    const float product = cell.excess * scales[k];
    squares += double{product} * double{scales[k]};
    scales[k] = kPass == Pass::kResidual ? cell.pull - product : product;
  }
  if constexpr (kPass != Pass::kSquares) {
    add_scaled<kCount>(factors, scales, table.panels(), sums);
  }
  return squares;
}

/// x·y for each row, in double: a row that vanishes has squares below the range of float.
Eigen::VectorXd row_products(const RowMatrix& left, const RowMatrix& right) {
  return left.cast<double>().cwiseProduct(right.cast<double>()).rowwise().sum();
}

/// A row of an aligned matrix whose width is a multiple of a panel's.
Floats* lanes_of(RowMatrix& matrix, Rows row) {
  return reinterpret_cast<Floats*>(matrix.data() + row * matrix.cols());
}

/// A pass over the strong cells of all rows; returns Σ e (c·v)² by row, v being rows of `vectors`.
template <Pass kPass, class Panel>
Eigen::VectorXd pass(const PanelTable<Panel>& table, const BlockCells& cells, RowMatrix& vectors,
                     RowMatrix& sums) {
  Eigen::VectorXd squares = Eigen::VectorXd::Zero(vectors.rows());
  for_rows(cells.lists.strong, cells.strong_ends, [&](Rows row, std::span<const StrongCell> some) {
    const Floats* vector = lanes_of(vectors, row);
    Floats* sum = lanes_of(sums, row);
    std::size_t k = 0;
    for (; k + kGroup <= some.size(); k += kGroup) {
      squares[row] += multiply_strong<kPass, kGroup>(table, some, k, vector, sum);
    }
    for (; k < some.size(); ++k) {
      squares[row] += multiply_strong<kPass, 1>(table, some, k, vector, sum);
    }
  });
  return squares;
}

/// Conjugate gradients with a diagonal preconditioner for a block of rows, all in step.
template <class Panel>
class BlockSolver {
 public:
  BlockSolver(const HalfSweep& half, const PanelTable<Panel>& fixed)
      : half_(half),
        fixed_(fixed),
        width_(static_cast<Eigen::Index>(fixed.panels() * kPanelColumns)),
        gram_(RowMatrix::Zero(width_, width_)),
        sum_(Eigen::RowVectorXf::Zero(width_)) {
    const Eigen::Index rank = half.gram.rows();
    gram_.topLeftCorner(rank, rank) = half.gram.cast<float>();
    sum_.head(rank) = half.sum.cast<float>().transpose();
    scale_ = (gram_.diagonal().array() > 0).select(gram_.diagonal().array().inverse(), 1.0f);
  }

  /// Solves for the rows of a block, which are in `solved` at its place.
  HalfSweepValues solve(const RowBlock& rows, RowMatrix& solved) const;

 private:
  struct Block {
    std::int64_t first = 0;
    BlockCells cells;
    Eigen::VectorXd unobserved;  ///< ρ_i
    Eigen::VectorXd constants;
    RowMatrix solution, residual, direction, product;
    Eigen::VectorXd lengths;        ///< r·M⁻¹r of the present residual
    Eigen::VectorXd first_lengths;  ///< and of the first one
  };

  Block read(std::int64_t first, const RowMatrix& present) const;
  double start(Block& block) const;
  double step(Block& block, bool last) const;
  void turn(Block& block) const;
  Eigen::VectorXd base_product(const Block& block, const RowMatrix& vectors,
                               RowMatrix& product) const;

  const HalfSweep& half_;
  const PanelTable<Panel>& fixed_;
  Eigen::Index width_;
  RowMatrix gram_;
  Eigen::RowVectorXf sum_;
  Eigen::VectorXf scale_;  ///< M⁻¹: the diagonal of A is about proportional to that of G
};

/// Reads the cells of the rows and their present values.
template <class Panel>
typename BlockSolver<Panel>::Block BlockSolver<Panel>::read(std::int64_t first,
                                                            const RowMatrix& present) const {
  const Rows size = present.rows();
  Block block;
  block.first = first;
  block.unobserved.resize(size);
  block.constants.resize(size);
  CellBuffer buffer;
  for (Rows i = 0; i < size; ++i) {
    block.unobserved[i] = half_.unobserved_weight(first + i);
    block.constants[i] = append_row(half_, first + i, buffer, block.cells.lists);
    block.cells.strong_ends.push_back(block.cells.lists.strong.size());
    block.cells.weak_ends.push_back(block.cells.lists.weak.size());
  }
  block.solution = RowMatrix::Zero(size, width_);
  block.solution.leftCols(present.cols()) = present;
  return block;
}

/// (ρ_i G + λ I) v_i for each row; returns v_i · that.
template <class Panel>
Eigen::VectorXd BlockSolver<Panel>::base_product(const Block& block, const RowMatrix& vectors,
                                                 RowMatrix& product) const {
  product.noalias() = vectors * gram_;
  product = block.unobserved.template cast<float>().asDiagonal() * product;
  product += static_cast<float>(half_.options.regularization) * vectors;
  return row_products(product, vectors);
}

/// Computes the first residuals b - A x; returns the sum of the quadratics at x.
template <class Panel>
double BlockSolver<Panel>::start(Block& block) const {
  Eigen::VectorXd squares = base_product(block, block.solution, block.product);
  const Eigen::VectorXd sum_scale = half_.options.unobserved_target * block.unobserved;
  block.residual = sum_scale.cast<float>() * sum_ - block.product;
  squares += pass<Pass::kResidual>(fixed_, block.cells, block.solution, block.residual);
  for_rows(block.cells.lists.weak, block.cells.weak_ends,
           [&](Rows row, std::span<const WeakCell> some) {
             Floats* sum = lanes_of(block.residual, row);
             std::size_t k = 0;
             for (; k + kGroup <= some.size(); k += kGroup) {
               add_weak<kGroup>(fixed_, some, k, sum);
             }
             for (; k < some.size(); ++k) add_weak<1>(fixed_, some, k, sum);
           });
  // x·Ax - 2 b·x = -2 r·x - x·Ax.
  const Eigen::VectorXd products = row_products(block.residual, block.solution);
  return (block.constants - 2 * products - squares).sum();
}

/// Sets the next directions from the residuals.
template <class Panel>
void BlockSolver<Panel>::turn(Block& block) const {
  const bool first = block.lengths.size() == 0;
  const RowMatrix scaled = block.residual * scale_.asDiagonal();
  const Eigen::VectorXd lengths = row_products(scaled, block.residual);
  if (first) {
    block.first_lengths = lengths;
    block.direction = scaled;
  } else {
    const Eigen::VectorXd kept =
        (lengths.array() > 0).select(lengths.array() / block.lengths.array(), 0.0);
    block.direction = kept.template cast<float>().asDiagonal() * block.direction;
    block.direction += scaled;
  }
  block.lengths = lengths;
}

/// Goes to the minimum along the directions; returns by how much the quadratics fall.
template <class Panel>
double BlockSolver<Panel>::step(Block& block, bool last) const {
  Eigen::VectorXd curvatures = base_product(block, block.direction, block.product);
  curvatures +=
      (last ? pass<Pass::kSquares, Panel>
            : pass<Pass::kProduct, Panel>)(fixed_, block.cells, block.direction, block.product);
  double fall = 0;
  for (Rows i = 0; i < curvatures.size(); ++i) {
    if (!std::isfinite(block.lengths[i])) throw_unsolvable(half_, block.first + i);
    if (block.lengths[i] <= std::max(kVanished, kSolved * block.first_lengths[i])) continue;
    const double length = block.lengths[i] / curvatures[i];
    if (!(curvatures[i] > 0 && std::isfinite(length))) throw_unsolvable(half_, block.first + i);
    fall += length * block.lengths[i];
    block.solution.row(i) += static_cast<float>(length) * block.direction.row(i);
    block.residual.row(i) -= static_cast<float>(length) * block.product.row(i);
    if (!block.solution.row(i).allFinite()) throw_unsolvable(half_, block.first + i);
  }
  return fall;
}

template <class Panel>
HalfSweepValues BlockSolver<Panel>::solve(const RowBlock& rows, RowMatrix& solved) const {
  Block block = read(rows.first, solved.middleRows(rows.place, rows.size));
  HalfSweepValues values;
  values.before = start(block);
  values.after = values.before;
  for (int k = 1; k <= half_.options.cg_steps; ++k) {
    turn(block);
    values.after -= step(block, k == half_.options.cg_steps);
  }
  solved.middleRows(rows.place, rows.size) = block.solution.leftCols(solved.cols());
  return values;
}

template <class Panel>
HalfSweepValues solve_rows(const HalfSweep& half, RowMatrix& solved, ProgressCounter& done) {
  const PanelTable<Panel> fixed(half.fixed, half.fixed_spread);
  const BlockSolver<Panel> solver(half, fixed);
  return sum_over_row_blocks(half, row_blocks(half, kCgBlockWork), [&](const RowBlock& block) {
    const HalfSweepValues values = solver.solve(block, solved);
    done.add(block.work);
    return values;
  });
}

}  // namespace

HalfSweepValues solve_by_conjugate_gradients(const HalfSweep& half, RowMatrix& solved,
                                             ProgressCounter& done) {
  return half.options.precision == DensePrecision::kBfloat16
             ? solve_rows<Bfloat16Panel>(half, solved, done)
             : solve_rows<FloatPanel>(half, solved, done);
}

}  // namespace eigenlex::internal
