#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/Cholesky>

#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/parallel.hpp"

#include "factor/half_sweep.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int64_t kCholeskyBlockWork = 1 << 12;
/// Cells whose factors are widened to double at a time.
constexpr std::size_t kCellsAtOnce = 256;
/// Pivots below this share of the largest diagonal entry are taken for 0: rounding in double.
constexpr double kSingular = 1e-13;

/// A row's quadratic w·A w - 2 b·w + constant.
struct Quadratic {
  Eigen::MatrixXd a;  ///< its lower half
  Eigen::VectorXd b;
  double constant = 0;

  double at(const Eigen::VectorXd& w) const {
    return w.dot(a.selfadjointView<Eigen::Lower>() * w) - 2 * b.dot(w) + constant;
  }
};

Quadratic quadratic_of(const HalfSweep& half, const RowMatrix& fixed, std::int64_t row,
                       CellBuffer& buffer) {
  CellLists lists;
  const double constant = append_row(half, row, buffer, lists);
  const double unobserved = half.unobserved_weight(row);
  Quadratic quadratic{.a = unobserved * half.gram,
                      .b = unobserved * half.options.unobserved_target * half.sum,
                      .constant = constant};
  quadratic.a.diagonal().array() += half.options.regularization;
  for (const WeakCell& cell : lists.weak) {
    quadratic.b += double{cell.pull} * fixed.row(cell.index).cast<double>().transpose();
  }
  // Products of two floats are exact in double, where roots of e would be rounded.
  Eigen::MatrixXd factors, weighted;  // columns c and e c
  for (std::size_t first = 0; first < lists.strong.size(); first += kCellsAtOnce) {
    const std::size_t size = std::min(kCellsAtOnce, lists.strong.size() - first);
    factors.resize(fixed.cols(), static_cast<Eigen::Index>(size));
    weighted.resize(fixed.cols(), static_cast<Eigen::Index>(size));
    for (std::size_t k = 0; k < size; ++k) {
      const StrongCell& cell = lists.strong[first + k];
      auto factor = factors.col(static_cast<Eigen::Index>(k));
      factor = fixed.row(cell.index).cast<double>();
      weighted.col(static_cast<Eigen::Index>(k)) = double{cell.excess} * factor;
      quadratic.b += double{cell.pull} * factor;
    }
    quadratic.a.triangularView<Eigen::Lower>() += weighted * factors.transpose();
  }
  return quadratic;
}

/// A⁻¹ b, of size 0 where A is singular or anything is not finite. Its digits do not depend on the
/// scale of A and b: a power of two takes A to about 1, as roots of pivots are rounded.
Eigen::VectorXd minimum(const Quadratic& quadratic) {
  const double largest = quadratic.a.diagonal().maxCoeff();
  if (!(largest > 0 && std::isfinite(largest))) return {};
  const double scale = std::ldexp(1.0, -std::ilogb(largest));
  const Eigen::LLT<Eigen::MatrixXd> factors(scale * quadratic.a);
  const double smallest = factors.matrixLLT().diagonal().cwiseAbs2().minCoeff();
  if (factors.info() != Eigen::Success || !(smallest > kSingular * scale * largest)) return {};
  const Eigen::VectorXd solution = factors.solve(scale * quadratic.b);
  return solution.allFinite() ? solution : Eigen::VectorXd();
}

}  // namespace

HalfSweepValues solve_by_cholesky(const HalfSweep& half, RowMatrix& solved, ProgressCounter& done) {
  const WholeTable fixed(half);
  return sum_over_row_blocks(
      half, row_blocks(half, kCholeskyBlockWork), [&](const RowBlock& block) {
        HalfSweepValues values;
        CellBuffer buffer;
        for (std::int64_t k = 0; k < block.size; ++k) {
          check_cancelled();  // a row takes a cubic time
          const Quadratic quadratic = quadratic_of(half, fixed.rows(), block.first + k, buffer);
          const Eigen::VectorXd solution = minimum(quadratic);
          if (solution.size() == 0) throw_unsolvable(half, block.first + k);
          auto row = solved.row(block.place + k);
          values.before += quadratic.at(row.cast<double>());
          values.after += quadratic.at(solution);
          row = solution.cast<float>();
        }
        done.add(block.work);
        return values;
      });
}

}  // namespace eigenlex::internal
