#pragma once

#include "eigenlex/classify/networks.hpp"

namespace eigenlex::tool {

/// The networks of the module that lies beside this program or where it was installed, loaded by
/// the first call; null where this program was built without. Throws Error, which says how to get
/// the module, where there is none.
const Networks* networks();

/// What a classifier of the network needs: null for kLinear, else `networks()`. Throws Error where
/// this program was built without.
const Networks* networks_for(Network network);

}  // namespace eigenlex::tool
