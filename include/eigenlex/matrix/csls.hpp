#pragma once

#include <cstdint>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

// Cross-domain similarity local scaling (Conneau, Lample, Ranzato, Denoyer & Jégou, ICLR 2018):
//   CSLS(x, y) = 2 x·y - r(x) - r(y)
// for rows x of one table and y of another, of length 1. r is how near the nearest rows of the
// other table are on average: a row that is near to everything, a hub, is no answer to anything.

/// Rows of a matrix that lie one after another.
using RowBlock = Eigen::Ref<const RowMatrix>;

/// Rows less the mean of the first `frequent` of them (all, if they are fewer), each of length 1
/// before and after; rows without direction stay 0. So the nearest rows are those that have in
/// common what not all have (Artetxe, Labaka & Agirre, EMNLP 2016). The same bytes for any number
/// of threads.
RowMatrix centred_unit_rows(RowMatrix rows, std::int64_t frequent);

/// What that takes away: the mean of the first `frequent` rows of length 1; zeros of no rows.
Eigen::RowVectorXf mean_of_unit_rows(const RowMatrix& unit_rows, std::int64_t frequent);

/// r: for each of `rows` (n x d) the mean of its `count` greatest products with `others` (m x d),
/// or with all of them if they are fewer; 0 where there are none.
///
/// Products are in float, their mean in double. Throws OptionError where the columns differ in
/// number or `count` < 1. Cost: 2 n m d flops as a matrix product. The same bytes for any number of
/// threads.
Eigen::VectorXf mean_greatest_products(const RowBlock& rows, const RowBlock& others,
                                       std::int64_t count);

/// The row y of `others` of greatest CSLS for each of `rows`, the first of equals; -1 where there
/// are none. `density` is r(y). r(x) is of no account. Throws, cost and determinism as above.
std::vector<std::int32_t> csls_matches(const RowBlock& rows, const RowBlock& others,
                                       const Eigen::VectorXf& density);

}  // namespace eigenlex
