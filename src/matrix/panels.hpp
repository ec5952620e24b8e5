#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "eigenlex/core/array.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/row_matrix.hpp"
#include "eigenlex/matrix/row_spread.hpp"
#include "eigenlex/matrix/spmm.hpp"

#include "matrix/lanes.hpp"

namespace eigenlex::internal {

/// Columns of a panel, the unit in which rows of factors are stored and multiplied.
constexpr std::size_t kPanelColumns = 2 * kLanes;

/// Columns of a row in float.
struct FloatPanel {
  Floats low, high;
};

/// Columns of a row in bfloat16: the low half of lane c holds column c, the high half column
/// c + kLanes.
struct Bfloat16Panel {
  Words pairs;
};

inline void pack(const float* columns, FloatPanel& panel) {
  std::memcpy(&panel, columns, sizeof(panel));
}

inline void pack(const float* columns, Bfloat16Panel& panel) {
  for (std::size_t c = 0; c < kLanes; ++c) {
    panel.pairs[c] = to_bfloat16(columns[c]) | to_bfloat16(columns[c + kLanes]) << 16;
  }
}

inline void widen(const FloatPanel& panel, Floats& low, Floats& high) {
  low = panel.low;
  high = panel.high;
}

inline void widen(const Bfloat16Panel& panel, Floats& low, Floats& high) {
  widen(panel.pairs, low, high);
}

/// A table of factors in panels, its last columns filled up with zeros.
template <class Panel>
class PanelTable {
 public:
  /// The rows of a table, or of one of which this process keeps those of `spread`: then all of
  /// them.
  explicit PanelTable(const RowMatrix& table, const RowSpread* spread = nullptr)
      : panels_((static_cast<std::size_t>(table.cols()) + kPanelColumns - 1) / kPanelColumns),
        values_(panels_ *
                static_cast<std::size_t>(spread == nullptr ? table.rows() : spread->rows())) {
    constexpr std::int64_t kBlockRows = 1024;
    const std::int64_t first = spread == nullptr ? 0 : spread->first_row();
    parallel_blocks(table.rows(), kBlockRows,
                    [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                      std::vector<float> columns(panels_ * kPanelColumns);
                      for (std::int64_t i = begin; i < end; ++i) {
                        std::copy_n(table.data() + i * table.cols(), table.cols(), columns.data());
                        Panel* row = values_.data() + static_cast<std::size_t>(first + i) * panels_;
                        for (std::size_t v = 0; v < panels_; ++v) {
                          pack(columns.data() + v * kPanelColumns, row[v]);
                        }
                      }
                    });
    if (spread == nullptr) return;
    spread->ranks().all_gather(std::as_writable_bytes(std::span(values_)),
                               static_cast<std::int64_t>(panels_ * sizeof(Panel)),
                               spread->kept_ends());
  }

  /// Panels of a row.
  std::size_t panels() const { return panels_; }
  const Panel* row(std::int32_t index) const {
    return values_.data() + static_cast<std::size_t>(index) * panels_;
  }

 private:
  std::size_t panels_;
  Array<Panel> values_;
};

/// Bytes of the values of a `PanelTable`.
inline std::int64_t panel_bytes(std::int64_t rows, std::int64_t columns, DensePrecision precision) {
  const std::size_t panel =
      precision == DensePrecision::kBfloat16 ? sizeof(Bfloat16Panel) : sizeof(FloatPanel);
  return block_count(columns, static_cast<std::int64_t>(kPanelColumns)) * rows *
         static_cast<std::int64_t>(panel);
}

/// Adds up the lanes by halves.
inline float sum_of_lanes(const Floats& lanes) {
  auto sums = std::bit_cast<std::array<float, kLanes>>(lanes);
  for (std::size_t half = kLanes / 2; half > 0; half /= 2) {
    for (std::size_t c = 0; c < half; ++c) sums[c] += sums[c + half];
  }
  return sums[0];
}

/// Products of kRows packed rows with one vector of floats.
template <std::size_t kRows, class Panel>
std::array<float, kRows> dots(const std::array<const Panel*, kRows>& rows, const Floats* vector,
                              std::size_t panels) {
  std::array<Floats, kRows> low_sums{}, high_sums{};
  for (std::size_t v = 0; v < panels; ++v) {
    for (std::size_t r = 0; r < kRows; ++r) {
      Floats low, high;
      widen(rows[r][v], low, high);
      low_sums[r] += low * vector[2 * v];
      high_sums[r] += high * vector[2 * v + 1];
    }
  }
  std::array<float, kRows> products;
  for (std::size_t r = 0; r < kRows; ++r) products[r] = sum_of_lanes(low_sums[r] + high_sums[r]);
  return products;
}

/// sums += Σ_r scales_r rows_r.
template <std::size_t kRows, class Panel>
void add_scaled(const std::array<const Panel*, kRows>& rows, const std::array<float, kRows>& scales,
                std::size_t panels, Floats* sums) {
  for (std::size_t v = 0; v < panels; ++v) {
    Floats low_sum = sums[2 * v];
    Floats high_sum = sums[2 * v + 1];
    for (std::size_t r = 0; r < kRows; ++r) {
      Floats low, high;
      widen(rows[r][v], low, high);
      low_sum += scales[r] * low;
      high_sum += scales[r] * high;
    }
    sums[2 * v] = low_sum;
    sums[2 * v + 1] = high_sum;
  }
}

}  // namespace eigenlex::internal
