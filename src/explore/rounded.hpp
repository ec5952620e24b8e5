#pragma once

#include <cmath>

namespace eigenlex::internal {

/// A cosine with the six digits of it that mean something, as answers have it.
inline double rounded(double value) { return std::round(value * 1e6) / 1e6; }

}  // namespace eigenlex::internal
