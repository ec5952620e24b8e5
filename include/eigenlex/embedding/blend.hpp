#pragma once

#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex {

/// Mean of the rows of two tables over the same words and in the same basis, each scaled to length
/// 1 first: (1 - share) a_i / |a_i| + share b_i / |b_i|. A row that is 0 stays 0 in the mean.
///
/// Factors that ALS reached from an SVD stay in the SVD's basis, so their rows can be averaged with
/// the SVD's. `share` is in [0, 1]. Throws OptionError otherwise, or if the shapes differ. Cost:
/// linear. Determinism: rows by themselves.
Table blend_unit_rows(const Table& a, const Table& b, double share);

}  // namespace eigenlex
