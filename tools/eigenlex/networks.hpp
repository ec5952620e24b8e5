#pragma once

#include "eigenlex/classify/networks.hpp"

namespace eigenlex::tool {

/// Whether this program was built with networks.
bool has_networks();

/// The networks of the module that lies beside this program or where it was installed, loaded by
/// the first call. Throws Error, which says how to get it, where there is none.
const Networks& networks();

/// What a classifier of the network needs: null for kLinear, else `networks()`.
const Networks* networks_for(Network network);

}  // namespace eigenlex::tool
