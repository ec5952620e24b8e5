#pragma once

#include <span>

#include "eigenlex/compare/contender.hpp"

namespace eigenlex::tool {

/// All that this build has.
std::span<const Contender> all_contenders();
/// What to know of those that it has not; nothing where it has all.
extern const char* const kMissingContenders;

}  // namespace eigenlex::tool
