#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"
#include "eigenlex/matrix/row_matrix.hpp"
#include "eigenlex/refine/bag_regression.hpp"

namespace eigenlex::internal {

/// A number for each column of a panel.
using ColumnValues = Eigen::Array<double, 1, Eigen::Dynamic>;

/// The solver of `bag_regression`, a panel of columns at a time. Its tables stay from one panel to
/// the next, as taking memory from the system costs more than what is done in it.
class PanelRegression {
 public:
  /// The bags have to outlive it; there are as many weights, or none.
  PanelRegression(const BagMatrix& bags, std::span<const float> weights,
                  const BagRegressionOptions& options);
  PanelRegression(const PanelRegression&) = delete;
  PanelRegression& operator=(const PanelRegression&) = delete;

  /// Columns first .. first + size - 1 of Z (parts x size), of those columns of the targets, which
  /// are solved side by side. They stay until the next panel. `progress` counts them, and is called
  /// at each step.
  const Table& solve(const Table& targets, std::int64_t first, std::int64_t size,
                     const Progress& progress);

 private:
  void start(const Table& targets, std::int64_t first, std::int64_t size);
  bool step();
  void turn(const ColumnValues& energy);
  void add_squares(std::int64_t row, std::array<ColumnValues, 2>& sums) const;

  const CsrMatrix<float>& bags_;         ///< X
  CsrMatrix<float> weighted_transpose_;  ///< Xᵀ diag(w)
  BagRegressionOptions options_;
  Eigen::VectorXf diagonal_;  ///< of Xᵀ diag(w) X + λ I
  Table solution_, residual_, direction_, products_, image_;
  ColumnValues goal_;
  ColumnValues energy_;  ///< r·M⁻¹r
};

}  // namespace eigenlex::internal
