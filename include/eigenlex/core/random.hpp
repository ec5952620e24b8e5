#pragma once

#include <array>
#include <cstdint>

namespace eigenlex {

/// Random numbers that are a function of (seed, stream) alone: give each block of a parallel loop
/// its own stream and the numbers do not depend on the number of threads.
///
/// xoshiro256++ (Blackman & Vigna, ACM TOMS 2021), its state filled by SplitMix64 (Steele, Lea &
/// Flood, OOPSLA 2014). A UniformRandomBitGenerator. Not for cryptography.
class Random {
 public:
  using result_type = std::uint64_t;

  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  result_type operator()();

  /// Uniform in [0, 1), 53 random bits.
  double uniform();
  /// Uniform in 0 .. n-1 without bias (Lemire, ACM TOMACS 2019); n >= 1.
  std::uint64_t below(std::uint64_t n);
  /// Standard normal (Box & Muller 1958, the cosine half); two draws a number.
  double normal();

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace eigenlex
