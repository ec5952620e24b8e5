#pragma once

#include <span>

#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// The largest |x| of some numbers, or infinity where one of them is not finite.
float largest_magnitude(std::span<const float> numbers);
/// The same of a matrix.
float largest_magnitude(const RowMatrix& matrix);

/// A power of two that takes numbers of that magnitude to about 1, so that neither their squares
/// nor the squares of those leave the range of float; 1 for magnitudes from 1/256 to 256, which
/// need none. Products with it are exact, so results are the same but for the scale.
///
/// `magnitude` is above 0 and finite.
double scale_to_one(double magnitude);

}  // namespace eigenlex
