#include "refine/map_classes.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "eigenlex/core/as_size.hpp"

namespace eigenlex::internal {
namespace {

/// The upper one of two in the middle. A word far away does not move it, as it would move a mean.
float middle_value(std::vector<float>& values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace

void place_classes(WordMap& map) {
  std::vector<std::array<std::vector<float>, 2>> places(map.classes.size());
  for (std::size_t i = 0; i < map.class_of.size(); ++i) {
    const auto number = as_size(map.class_of[i]);
    for (const std::size_t axis : {0, 1}) {
      places[number][axis].push_back(map.places(as_index(i), as_index(axis)));
    }
  }
  for (std::size_t number = 0; number < map.classes.size(); ++number) {
    MapClass& each = map.classes[number];
    each.size = std::ssize(places[number][0]);
    each.place = {middle_value(places[number][0]), middle_value(places[number][1])};
  }
}

}  // namespace eigenlex::internal
