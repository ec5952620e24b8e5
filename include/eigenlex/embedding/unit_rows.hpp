#pragma once

#include <Eigen/Core>

#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex {

/// `vector` scaled to length 1 in double precision; zero if its length is 0 or not finite.
Eigen::RowVectorXf unit_vector(const Eigen::Ref<const Eigen::RowVectorXf>& vector);

/// The sum of the products of two vectors' components, in double precision.
double dot_product(const Eigen::Ref<const Eigen::RowVectorXf>& a,
                   const Eigen::Ref<const Eigen::RowVectorXf>& b);

/// Each row scaled to length 1 as by `unit_vector`, so that the dot product of two rows is their
/// cosine. Pass the table by std::move to save the copy. In parallel; the same bytes for any number
/// of threads.
Table unit_rows(Table table);

}  // namespace eigenlex
