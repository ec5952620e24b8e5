#pragma once

#include <Eigen/Core>

namespace eigenlex::internal {

/// Numbers to compute with so that `size` of them go through Eigen's vector functions: its scalar
/// ones, which would take the rest, round otherwise.
inline Eigen::Index whole_vectors(Eigen::Index size) {
  constexpr Eigen::Index kWhole = 64;
  return (size + kWhole - 1) / kWhole * kWhole;
}

/// Sees to it that an array has room for `size` numbers in whole vectors.
inline void make_room(Eigen::ArrayXf& numbers, Eigen::Index size) {
  // Not resize(): it would free the old memory twice if there is no new.
  if (numbers.size() < whole_vectors(size)) numbers = Eigen::ArrayXf(whole_vectors(size));
}

/// The whole vectors of an array that hold its first `size` numbers, ones after those.
inline Eigen::Map<Eigen::ArrayXf, Eigen::AlignedMax> padded(Eigen::ArrayXf& numbers,
                                                            Eigen::Index size) {
  numbers.segment(size, whole_vectors(size) - size).setOnes();
  return {numbers.data(), whole_vectors(size)};
}

}  // namespace eigenlex::internal
