#include "refine/panel_regression.hpp"

#include <cstddef>
#include <vector>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/spmm.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int64_t kPartsPerBlock = 512;

/// What `add(row, sums)` adds to kSums rows of sums; blocks of rows are summed in their order.
template <std::size_t kSums, class Add>
std::array<ColumnValues, kSums> sum_rows(const Table& table, const Add& add) {
  using Sums = std::array<ColumnValues, kSums>;
  Sums zeros;
  zeros.fill(ColumnValues::Zero(table.cols()));
  std::vector<Sums> partial(as_size(block_count(table.rows(), kPartsPerBlock)), zeros);
  parallel_blocks(table.rows(), kPartsPerBlock,
                  [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                    Sums& sums = partial[as_size(block)];
                    for (std::int64_t row = begin; row < end; ++row) add(row, sums);
                  });
  Sums total = zeros;
  for (const Sums& sums : partial) {
    for (std::size_t k = 0; k < kSums; ++k) total[k] += sums[k];
  }
  return total;
}

/// numerator / denominator, 0 where a column has nothing left to do.
Eigen::Array<float, 1, Eigen::Dynamic> quotient(const ColumnValues& numerator,
                                                const ColumnValues& denominator) {
  return (denominator > 0).select(numerator / denominator, 0.0).cast<float>();
}

/// The matrix with its columns multiplied by numbers, or as it is where there are none.
CsrMatrix<float> scaled_columns_of(CsrMatrix<float> matrix, std::span<const float> scales) {
  if (scales.empty()) return matrix;
  for (std::size_t k = 0; k < matrix.values.size(); ++k) {
    matrix.values[k] *= scales[as_size(matrix.indices[k])];
  }
  return matrix;
}

void set_shape(std::int64_t rows, std::int64_t columns, Table& table) {
  if (table.rows() != rows || table.cols() != columns) table = new_row_matrix(rows, columns);
}

}  // namespace

PanelRegression::PanelRegression(const BagMatrix& bags, std::span<const float> weights,
                                 const BagRegressionOptions& options)
    : bags_(bags.matrix()),
      weighted_transpose_(scaled_columns_of(bags.transpose(), weights)),
      options_(options),
      diagonal_(bags.column_squares(weights).array() + static_cast<float>(options.regularization)) {
}

const Table& PanelRegression::solve(const Table& targets, std::int64_t first, std::int64_t size,
                                    const Progress& progress) {
  start(targets, first, size);
  for (int k = 0; k < options_.max_iterations; ++k) {
    report(progress, 0, size);
    if (step()) break;
  }
  report(progress, size, size);
  return solution_;
}

/// From zeros: the residual is Xᵀ diag(w) Y.
void PanelRegression::start(const Table& targets, std::int64_t first, std::int64_t size) {
  multiply_columns(weighted_transpose_, targets, first, size, DensePrecision::kFloat, residual_);
  set_shape(residual_.rows(), size, solution_);
  set_shape(residual_.rows(), size, direction_);
  const auto [squares, energy] = sum_rows<2>(residual_, [&](std::int64_t row, auto& sums) {
    solution_.row(row).setZero();
    direction_.row(row) = (1 / diagonal_[row]) * residual_.row(row);
    add_squares(row, sums);
  });
  goal_ = squares * options_.tolerance * options_.tolerance;
  energy_ = energy;
}

/// A step of conjugate gradients, each column by its own length; whether all are solved after it.
bool PanelRegression::step() {
  const std::int64_t size = direction_.cols();
  multiply_columns(bags_, direction_, 0, size, DensePrecision::kFloat, products_);
  multiply_columns(weighted_transpose_, products_, 0, size, DensePrecision::kFloat, image_);
  const auto ridge = static_cast<float>(options_.regularization);
  const auto [curvature] = sum_rows<1>(image_, [&](std::int64_t row, auto& sums) {
    image_.row(row) += ridge * direction_.row(row);
    sums[0] += image_.row(row).template cast<double>().array() *
               direction_.row(row).template cast<double>().array();
  });
  const auto length = quotient(energy_, curvature);
  const auto [squares, energy] = sum_rows<2>(residual_, [&](std::int64_t row, auto& sums) {
    solution_.row(row).array() += length * direction_.row(row).array();
    residual_.row(row).array() -= length * image_.row(row).array();
    add_squares(row, sums);
  });
  if ((squares <= goal_).all()) return true;
  turn(energy);
  return false;
}

/// The next direction, from the energy of the residual, which was `energy_` before.
void PanelRegression::turn(const ColumnValues& energy) {
  const auto share = quotient(energy, energy_);
  parallel_blocks(
      direction_.rows(), kPartsPerBlock, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
          direction_.row(row) =
              residual_.row(row).array() / diagonal_[row] + share * direction_.row(row).array();
        }
      });
  energy_ = energy;
}

/// r² and r² / diagonal.
void PanelRegression::add_squares(std::int64_t row, std::array<ColumnValues, 2>& sums) const {
  const ColumnValues squares = residual_.row(row).cast<double>().array().square();
  sums[0] += squares;
  sums[1] += squares / double{diagonal_[row]};
}

}  // namespace eigenlex::internal
