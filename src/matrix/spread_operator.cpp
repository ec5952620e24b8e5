#include "matrix/spread_operator.hpp"

#include <utility>

#include "eigenlex/core/error.hpp"

namespace eigenlex::internal {
namespace {

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
