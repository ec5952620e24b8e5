#include "matrix/tile_product.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "matrix/lanes.hpp"

namespace eigenlex::internal {
namespace {

/// Rows of X are fetched this many non-zeros ahead of their use.
constexpr std::int64_t kAhead = 16;

template <class Row>
void fetch_ahead(const std::int32_t* indices, std::int64_t k, std::int64_t last, const Row* tile) {
  const auto* ahead = reinterpret_cast<const char*>(tile + indices[std::min(k + kAhead, last)]);
  for (std::size_t line = 0; line < sizeof(Row); line += 64) __builtin_prefetch(ahead + line);
}

/// The columns of a product, in registers.
using LaneSums = std::array<Floats, kTile / kLanes>;

void add_scaled(float scale, const FloatRow& row, LaneSums& sums) {
  const auto* columns = reinterpret_cast<const Floats*>(row.columns.data());
  for (std::size_t v = 0; v < sums.size(); ++v) sums[v] += scale * columns[v];
}

void add_scaled(float scale, const Bfloat16Row& row, LaneSums& sums) {
  constexpr std::size_t kHalf = kTile / kLanes / 2;
  const auto* pairs = reinterpret_cast<const Words*>(row.pairs.data());
  for (std::size_t v = 0; v < kHalf; ++v) {
    Floats low, high;
    widen(pairs[v], low, high);
    sums[v] += scale * low;
    sums[kHalf + v] += scale * high;
  }
}

template <class Row>
void multiply_row(const std::int32_t* indices, const float* values, std::int64_t begin,
                  std::int64_t end, std::int64_t last, const Row* tile, Sums& sums) {
  LaneSums lanes{};
  for (std::int64_t k = begin; k < end; ++k) {
    fetch_ahead(indices, k, last, tile);
    add_scaled(values[k], tile[indices[k]], lanes);
  }
  std::memcpy(&sums, lanes.data(), sizeof(sums));
}

#if defined(__x86_64__) && !defined(__AVX512F__) && defined(__FMA__)

#define EIGENLEX_HAS_WIDE_VARIANT

using WideFloats = float __attribute__((vector_size(64)));
using WideWords = std::uint32_t __attribute__((vector_size(64)));

// In one piece: a function that it called would be compiled for narrow registers first.
template <class Row>
__attribute__((target("avx512f"))) void multiply_row_wide(const std::int32_t* indices,
                                                          const float* values, std::int64_t begin,
                                                          std::int64_t end, std::int64_t last,
                                                          const Row* tile, Sums& sums) {
  WideFloats a{}, b{}, c{}, d{};
  for (std::int64_t k = begin; k < end; ++k) {
    fetch_ahead(indices, k, last, tile);
    WideFloats row[4];
    if constexpr (std::is_same_v<Row, FloatRow>) {
      const auto* columns = reinterpret_cast<const WideFloats*>(tile + indices[k]);
      for (std::size_t v = 0; v < 4; ++v) row[v] = columns[v];
    } else {
      const auto* pairs = reinterpret_cast<const WideWords*>(tile + indices[k]);
      for (std::size_t v = 0; v < 2; ++v) {
        row[v] = reinterpret_cast<WideFloats>(pairs[v] << 16);
        row[2 + v] = reinterpret_cast<WideFloats>(pairs[v] & 0xffff0000U);
      }
    }
    a += values[k] * row[0];
    b += values[k] * row[1];
    c += values[k] * row[2];
    d += values[k] * row[3];
  }
  auto* out = reinterpret_cast<WideFloats*>(&sums);
  out[0] = a, out[1] = b, out[2] = c, out[3] = d;
}

#endif

}  // namespace

template <class Row>
std::vector<MultiplyRow<Row>> multiply_row_variants() {
  std::vector<MultiplyRow<Row>> variants{&multiply_row<Row>};
#ifdef EIGENLEX_HAS_WIDE_VARIANT
  if (__builtin_cpu_supports("avx512f")) variants.push_back(&multiply_row_wide<Row>);
#endif
  return variants;
}

template std::vector<MultiplyRow<FloatRow>> multiply_row_variants<FloatRow>();
template std::vector<MultiplyRow<Bfloat16Row>> multiply_row_variants<Bfloat16Row>();

}  // namespace eigenlex::internal
