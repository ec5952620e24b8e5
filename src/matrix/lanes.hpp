#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace eigenlex::internal {

/// Bytes of a register. Wider vectors than the machine has would be kept in memory: GCC 12 does
/// not take them apart well.
#if defined(__AVX512F__)
constexpr std::size_t kRegisterBytes = 64;
#elif defined(__AVX__)
constexpr std::size_t kRegisterBytes = 32;
#else
constexpr std::size_t kRegisterBytes = 16;
#endif

/// A register of floats, and of words of 32 bits.
using Floats = float __attribute__((vector_size(kRegisterBytes)));
using Words = std::uint32_t __attribute__((vector_size(kRegisterBytes)));
constexpr std::size_t kLanes = kRegisterBytes / sizeof(float);

/// The upper half of a float, rounded to nearest, ties to even; NaN for every NaN, whose bits the
/// rounding could carry over to a number.
inline std::uint32_t to_bfloat16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  if (value != value) return 0x7fc0;
  return (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
}

/// Widens a pair of bfloat16 numbers in each lane: one shift and one mask, no shuffle.
inline void widen(const Words& pairs, Floats& low, Floats& high) {
  low = reinterpret_cast<Floats>(pairs << 16);
  high = reinterpret_cast<Floats>(pairs & 0xffff0000U);
}

}  // namespace eigenlex::internal
