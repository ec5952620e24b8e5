#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex::internal {

/// Points of the plane in the order of a Z-shaped curve, and the squares that hold them, halved in
/// both directions until few points are left in one.
class Quadtree {
 public:
  /// Points that go through the tree together.
  static constexpr std::int64_t kGroup = 16;

  /// A square and its points.
  struct Cell {
    float x = 0, y = 0;  ///< mean of the points
    float points = 0;
    float square = 0;                 ///< squared diagonal of the smallest box with all points
    std::int32_t begin = 0, end = 0;  ///< the points, in the tree's order
    std::int32_t next = 0;            ///< the cell after all those within this one, which follow it
    /// Whether there are cells within it; points are looked at one by one in those without.
    bool is_split = false;
    /// Whether its points are too near each other to be told apart, however many they are.
    bool is_clump = false;
  };

  /// Consecutive points of one cell that is not split.
  struct Group {
    std::int32_t begin = 0, end = 0;
    float left = 0, right = 0, low = 0, high = 0;  ///< their smallest box
  };

  /// Sorts the points (n x 2, finite). A tree may be made anew for points that have moved, which is
  /// quicker where few have changed their order; the result is the same.
  void build(const RowMatrix& places);

  /// For each point i, Σ_j (y_i - y_j) / (1 + |y_i - y_j|²)² to its row of `forces`; the sum of all
  /// 1 / (1 + |y_i - y_j|²), i ≠ j. Far cells count as one, see `TsneOptions::theta`. Determinism:
  /// groups by themselves, their sums in their order.
  double repulsion(double theta, RowMatrix& forces) const;

 private:
  struct Key {
    std::uint64_t place = 0;  ///< where on the curve
    std::int32_t id = 0;

    auto operator<=>(const Key&) const = default;
  };
  /// A box around points.
  struct Box {
    float left, right, low, high;
  };

  void sort_points(const RowMatrix& places);
  Box add_cell(std::int32_t begin, std::int32_t end);
  Box add_leaf(Cell& cell);
  double visit(const Group& group, float theta_square, RowMatrix& forces) const;

  std::vector<Key> keys_;
  std::vector<float> x_, y_;  // by the tree's order
  std::vector<Cell> cells_;
  std::vector<Group> groups_;
};

}  // namespace eigenlex::internal
