#pragma once

#include <string>

#include "eigenlex/refine/word_map.hpp"

namespace eigenlex::tool {

/// What a class is called.
std::string class_name(const MapClass& each, const Vocabulary& words);

/// A page that draws a map by itself, without a script: a dot for each word in the colour of its
/// class, the names of classes, and those of the most frequent words that find a place.
std::string map_page(const WordMap& map, const Vocabulary& words);

}  // namespace eigenlex::tool
