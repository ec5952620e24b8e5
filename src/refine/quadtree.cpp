#include "refine/quadtree.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include <Eigen/Core>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/parallel.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int64_t kKeysPerBlock = 4096;
constexpr std::int64_t kGroupsPerBlock = 16;
/// Bits of a coordinate on the curve: as many as a float tells apart.
constexpr int kCoordinateBits = 24;

using Lanes = Eigen::Array<float, Quadtree::kGroup, 1>;

/// The bits of a number of 32 bits, a zero between each two.
std::uint64_t spread_bits(std::uint64_t bits) {
  bits = (bits | bits << 16) & 0x0000ffff0000ffff;
  bits = (bits | bits << 8) & 0x00ff00ff00ff00ff;
  bits = (bits | bits << 4) & 0x0f0f0f0f0f0f0f0f;
  bits = (bits | bits << 2) & 0x3333333333333333;
  return (bits | bits << 1) & 0x5555555555555555;
}

/// Takes places to those on the curve.
class Curve {
 public:
  explicit Curve(const RowMatrix& places)
      : left_(places.col(0).minCoeff()), low_(places.col(1).minCoeff()) {
    const double width =
        std::max(places.col(0).maxCoeff() - left_, places.col(1).maxCoeff() - low_);
    scale_ = width > 0 ? ((1 << kCoordinateBits) - 1) / width : 0;
  }

  std::uint64_t operator()(float x, float y) const {
    return spread_bits(static_cast<std::uint64_t>((x - left_) * scale_)) |
           spread_bits(static_cast<std::uint64_t>((y - low_) * scale_)) << 1;
  }

 private:
  double left_, low_, scale_;
};

/// What pushes the points of a group away from what they meet.
struct Push {
  explicit Push(const Lanes& place_x, const Lanes& place_y) : x(place_x), y(place_y) {}

  void meet(float other_x, float other_y, float points) {
    const Lanes dx = x - other_x;
    const Lanes dy = y - other_y;
    const Lanes closeness = (1 + dx.square() + dy.square()).inverse();
    const Lanes weight = points * closeness;
    sum += weight;
    const Lanes push = weight * closeness;
    force_x += push * dx;
    force_y += push * dy;
  }

  Lanes x, y;
  Lanes force_x = Lanes::Zero(), force_y = Lanes::Zero();
  Lanes sum = Lanes::Zero();
};

/// The squared distance of a cell's mean from the box of a group.
float square_from(const Quadtree::Group& group, const Quadtree::Cell& cell) {
  const float dx = std::max({group.left - cell.x, cell.x - group.right, 0.0f});
  const float dy = std::max({group.low - cell.y, cell.y - group.high, 0.0f});
  return dx * dx + dy * dy;
}

}  // namespace

void Quadtree::sort_points(const RowMatrix& places) {
  if (std::ssize(keys_) != places.rows()) {
    keys_.resize(as_size(places.rows()));
    for (std::size_t i = 0; i < keys_.size(); ++i) keys_[i].id = static_cast<std::int32_t>(i);
  }
  const Curve curve(places);
  parallel_blocks(std::ssize(keys_), kKeysPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::size_t i = as_size(begin); i < as_size(end); ++i) {
                      keys_[i].place = curve(places(keys_[i].id, 0), places(keys_[i].id, 1));
                    }
                  });
  std::ranges::sort(keys_);
  x_.resize(keys_.size());
  y_.resize(keys_.size());
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    x_[i] = places(keys_[i].id, 0);
    y_[i] = places(keys_[i].id, 1);
  }
}

void Quadtree::build(const RowMatrix& places) {
  cells_.clear();
  groups_.clear();
  if (places.rows() == 0) return;
  sort_points(places);
  add_cell(0, static_cast<std::int32_t>(places.rows()));
}

Quadtree::Box Quadtree::add_leaf(Cell& cell) {
  cell.is_clump = cell.end - cell.begin > kGroup;
  Box box{x_[as_size(cell.begin)], x_[as_size(cell.begin)], y_[as_size(cell.begin)],
          y_[as_size(cell.begin)]};
  double sum_x = 0, sum_y = 0;
  for (std::int32_t first = cell.begin; first < cell.end; first += kGroup) {
    const std::int32_t last = std::min<std::int32_t>(first + kGroup, cell.end);
    const auto [left, right] = std::minmax_element(x_.begin() + first, x_.begin() + last);
    const auto [low, high] = std::minmax_element(y_.begin() + first, y_.begin() + last);
    groups_.push_back({first, last, *left, *right, *low, *high});
    box = {std::min(box.left, *left), std::max(box.right, *right), std::min(box.low, *low),
           std::max(box.high, *high)};
    for (std::int32_t i = first; i < last; ++i) {
      sum_x += x_[as_size(i)];
      sum_y += y_[as_size(i)];
    }
  }
  cell.x = static_cast<float>(sum_x / (cell.end - cell.begin));
  cell.y = static_cast<float>(sum_y / (cell.end - cell.begin));
  return box;
}

Quadtree::Box Quadtree::add_cell(std::int32_t begin, std::int32_t end) {
  const std::size_t number = cells_.size();
  Cell cell{.points = static_cast<float>(end - begin), .begin = begin, .end = end};
  cells_.push_back(cell);
  const std::uint64_t differ = keys_[as_size(begin)].place ^ keys_[as_size(end) - 1].place;
  cell.is_split = end - begin > kGroup && differ != 0;
  Box box{};
  if (!cell.is_split) {
    box = add_leaf(cell);
  } else {
    // The first pair of bits in which the points differ tells the quadrants.
    const int shift = (63 - std::countl_zero(differ)) / 2 * 2;
    double sum_x = 0, sum_y = 0;
    for (std::int32_t first = begin; first < end;) {
      const std::uint64_t quadrant = keys_[as_size(first)].place >> shift;
      const auto last =
          std::partition_point(keys_.begin() + first, keys_.begin() + end,
                               [&](const Key& key) { return key.place >> shift == quadrant; });
      const auto next = static_cast<std::int32_t>(last - keys_.begin());
      const std::size_t child = cells_.size();
      const Box inner = add_cell(first, next);
      box = first == begin ? inner
                           : Box{std::min(box.left, inner.left), std::max(box.right, inner.right),
                                 std::min(box.low, inner.low), std::max(box.high, inner.high)};
      sum_x += double{cells_[child].points} * cells_[child].x;
      sum_y += double{cells_[child].points} * cells_[child].y;
      first = next;
    }
    cell.x = static_cast<float>(sum_x / (end - begin));
    cell.y = static_cast<float>(sum_y / (end - begin));
  }
  const float width = box.right - box.left, height = box.high - box.low;
  cell.square = width * width + height * height;
  cell.next = static_cast<std::int32_t>(cells_.size());
  cells_[number] = cell;
  return box;
}

double Quadtree::visit(const Group& group, float theta_square, RowMatrix& forces) const {
  Lanes x, y;
  for (std::int32_t lane = 0; lane < kGroup; ++lane) {
    // Lanes without a point of their own are those of the first one.
    const auto i = as_size(group.begin + lane < group.end ? group.begin + lane : group.begin);
    x[lane] = x_[i];
    y[lane] = y_[i];
  }
  Push push(x, y);
  for (std::size_t number = 0; number < cells_.size();) {
    const Cell& cell = cells_[number];
    if (cell.is_clump || cell.square < theta_square * square_from(group, cell)) {
      push.meet(cell.x, cell.y, cell.points);
    } else if (cell.is_split) {
      ++number;
      continue;
    } else {
      for (auto i = as_size(cell.begin); i < as_size(cell.end); ++i) push.meet(x_[i], y_[i], 1);
    }
    number = as_size(cell.next);
  }
  double sum = 0;
  for (std::int32_t lane = 0; lane < group.end - group.begin; ++lane) {
    const std::int32_t id = keys_[as_size(group.begin + lane)].id;
    forces(id, 0) = push.force_x[lane];
    forces(id, 1) = push.force_y[lane];
    // Each point has met itself.
    sum += double{push.sum[lane]} - 1;
  }
  return sum;
}

double Quadtree::repulsion(double theta, RowMatrix& forces) const {
  std::vector<double> sums(groups_.size());
  const auto theta_square = static_cast<float>(theta * theta);
  parallel_blocks(std::ssize(groups_), kGroupsPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::size_t i = as_size(begin); i < as_size(end); ++i) {
                      sums[i] = visit(groups_[i], theta_square, forces);
                    }
                  });
  double all = 0;
  for (const double sum : sums) all += sum;
  return all;
}

}  // namespace eigenlex::internal
