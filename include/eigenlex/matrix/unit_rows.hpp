#pragma once

#include <Eigen/Core>

#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

// Rows scaled to length 1, wherever directions are what counts. In double precision, which keeps
// the squares of any floats finite and above 0.

/// The length of a row; 0 where it is not finite.
double row_length(const Eigen::Ref<const Eigen::RowVectorXf>& row);

/// A row divided by its length; zeros if that is 0 or not finite.
Eigen::RowVectorXd direction(const Eigen::Ref<const Eigen::RowVectorXf>& row);
/// The same, rounded to float.
Eigen::RowVectorXf unit_vector(const Eigen::Ref<const Eigen::RowVectorXf>& row);

/// The sum of the products of two vectors' components, in double.
double dot_product(const Eigen::Ref<const Eigen::RowVectorXf>& a,
                   const Eigen::Ref<const Eigen::RowVectorXf>& b);

/// All rows as `unit_vector` makes them, each by itself.
RowMatrix unit_rows(const RowMatrix& rows);
/// The same in the place of the rows.
RowMatrix unit_rows(RowMatrix&& rows);

}  // namespace eigenlex
