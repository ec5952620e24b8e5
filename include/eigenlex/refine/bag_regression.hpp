#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"

namespace eigenlex {

/// A matrix with one row for each of a number of bags of parts: part p of a bag of m parts has the
/// value 1/√m in the bag's row, so that rows have length 1. Bags without parts are rows of zeros.
class BagMatrix {
 public:
  /// `bags` hold distinct ids in 0 .. parts - 1; throws OptionError otherwise.
  BagMatrix(std::span<const std::vector<std::int32_t>> bags, std::int32_t parts);

  std::int64_t bags() const { return matrix_.rows; }
  std::int64_t parts() const { return matrix_.cols; }
  const CsrMatrix<float>& matrix() const { return matrix_; }
  const CsrMatrix<float>& transpose() const { return transpose_; }

  /// X Z: bags × columns, from parts × columns. In parallel; the same bytes for any number of
  /// threads.
  Table multiply(const Table& part_rows) const;
  /// Row `bag` of X Z, into `row` (columns).
  void multiply_row(std::int64_t bag, const Table& part_rows,
                    Eigen::Ref<Eigen::RowVectorXf> row) const;
  /// The squared length of each column of X, its rows weighted by the roots of `weights` where
  /// there are any.
  Eigen::VectorXf column_squares(std::span<const float> weights = {}) const;

 private:
  CsrMatrix<float> matrix_;
  CsrMatrix<float> transpose_;
};

/// Columns that a regression is solved for at a time, by themselves.
inline constexpr std::int64_t kRegressedColumns = 64;

/// How the ridge regression is solved.
struct BagRegressionOptions {
  /// Weight of the squared length of the parts' vectors (λ), > 0.
  double regularization = 0.3;
  /// Most steps of conjugate gradients, >= 1.
  int max_iterations = 40;
  /// A column is done when its residual is at most this share of its right-hand side, >= 0.
  double tolerance = 1e-3;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Vectors of parts Z (parts × dimensions) that minimize Σ_i w_i |x_i Z - y_i|² + λ |Z|² over the
/// bags, Y = `targets` (bags × dimensions), w = `weights` >= 0, or all 1 where there are none.
///
/// Conjugate gradients on the normal equations, preconditioned by their diagonal (Hestenes &
/// Stiefel 1952; Saad 2003, section 9.2), 64 columns at a time, which bounds the memory used beside
/// the result to (4 · parts + 2 · bags) · 64 floats. `progress` counts dimensions. Throws
/// OptionError where options or shapes do not fit. Cost O(iterations · parts in all bags ·
/// dimensions); the same bytes for any number of threads.
Table bag_regression(const BagMatrix& bags, const Table& targets,
                     const BagRegressionOptions& options = {}, const Progress& progress = {},
                     std::span<const float> weights = {});

}  // namespace eigenlex
