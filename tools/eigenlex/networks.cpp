#include "networks.hpp"

#include "eigenlex/core/error.hpp"
#include "eigenlex/neural/network_module.hpp"

#include "modules.hpp"

namespace eigenlex::tool {

#ifdef EIGENLEX_HAS_NEURAL

const Networks* networks() {
  static const Networks& loaded = load_network_module(
      find_module("eigenlex_networks.so", "where the networks are", "use --network linear"));
  return &loaded;
}

#else

const Networks* networks() { return nullptr; }

#endif

const Networks* networks_for(Network network) {
  if (network == Network::kLinear) return nullptr;
  if (const Networks* const found = networks()) return found;
  throw Error(
      "networks need libtorch, which this program was built without: install the package "
      "libtorch-dev and build again with -DEIGENLEX_NEURAL=ON, or use --network linear");
}

}  // namespace eigenlex::tool
