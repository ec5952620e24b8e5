#pragma once

#include <span>
#include <string>

#include "eigenlex/compare/contender.hpp"

namespace eigenlex::tool {

/// A contender that `compare` knows by its name.
struct KnownContender {
  Contender contender;
  /// Whether it is trained unless others are named.
  bool by_default = true;
};

/// All that this build has.
std::span<const KnownContender> known_contenders();
/// Throws OptionError that lists the names.
const Contender& contender_named(const std::string& name);

}  // namespace eigenlex::tool
