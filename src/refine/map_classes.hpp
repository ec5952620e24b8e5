#pragma once

#include "eigenlex/refine/word_map.hpp"

namespace eigenlex::internal {

/// Sets size and place of each class of a map from the places and the classes of its words. Every
/// class has words.
void place_classes(WordMap& map);

}  // namespace eigenlex::internal
