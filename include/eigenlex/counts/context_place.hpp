#pragma once

#include <cstdint>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/counts/context_blocks.hpp"

namespace eigenlex {

/// Where a context stands, seen from the word whose context it is.
enum class ContextPlace {
  kAround,   ///< on either side, of symmetric contexts
  kLeft,     ///< at any distance before it, of directional ones
  kRight,    ///< at any distance after it
  kBefore,   ///< just before it, of near ones
  kAfter,    ///< just after it
  kFurther,  ///< further away, on either side
};
constexpr auto enum_names(ContextPlace) {
  return std::to_array<EnumName<ContextPlace>>({{ContextPlace::kAround, "around"},
                                                {ContextPlace::kLeft, "left"},
                                                {ContextPlace::kRight, "right"},
                                                {ContextPlace::kBefore, "before"},
                                                {ContextPlace::kAfter, "after"},
                                                {ContextPlace::kFurther, "further"}});
}

/// What the columns of a block stand for; `block` in 0 .. blocks.count() - 1.
inline ContextPlace place_of(const ContextBlocks& blocks, std::int64_t block) {
  switch (blocks.count()) {
    case 2:
      return block == 0 ? ContextPlace::kLeft : ContextPlace::kRight;
    case 3:
      return block == 0   ? ContextPlace::kBefore
             : block == 1 ? ContextPlace::kAfter
                          : ContextPlace::kFurther;
    default:
      return ContextPlace::kAround;
  }
}

}  // namespace eigenlex
