#include "eigenlex/neural/network_module.hpp"

#include "core/module.hpp"

namespace eigenlex {

const Networks& load_network_module(const std::filesystem::path& path) {
  const void* const module = internal::load_module(path, kNetworkModuleEntry, "the networks");
  return static_cast<const NetworkModule*>(module)->networks;
}

}  // namespace eigenlex
