#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace eigenlex {

/// Sixteen lanes: a register of AVX-512, two of AVX2, four of SSE or NEON.
using Floats = float __attribute__((vector_size(64)));
using Words = std::uint32_t __attribute__((vector_size(64)));
constexpr std::size_t kLanes = 16;

/// The upper half of a float, rounded to nearest, ties to even.
inline std::uint32_t to_bfloat16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
}

/// Widens sixteen pairs of bfloat16 numbers, lane by lane: one shift and one mask, no shuffle.
inline void widen(const Words& pairs, Floats& low, Floats& high) {
  low = reinterpret_cast<Floats>(pairs << 16);
  high = reinterpret_cast<Floats>(pairs & 0xffff0000U);
}

}  // namespace eigenlex
