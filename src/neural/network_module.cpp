#include "eigenlex/neural/network_module.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "core/build_fingerprint.hpp"

namespace eigenlex {

using internal::build_fingerprint;

const Networks& load_network_module(const std::filesystem::path& path) {
  void* const module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) throw Error(fmt::format("cannot load the networks: {}", ::dlerror()));
  using Entry = const NetworkModule* (*)();
  const auto entry = reinterpret_cast<Entry>(::dlsym(module, kNetworkModuleEntry));
  if (entry == nullptr || entry()->build != build_fingerprint()) {
    throw Error(
        fmt::format("{}: belongs to another build of eigenlex: install both anew", path.string()));
  }
  return entry()->networks;
}

}  // namespace eigenlex
