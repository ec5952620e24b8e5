#include "networks.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/neural/network_module.hpp"

namespace eigenlex::tool {

#ifdef EIGENLEX_HAS_NEURAL

namespace {

namespace fs = std::filesystem;

constexpr const char* kFile = "eigenlex_networks.so";

const Networks& load() {
  const fs::path program = fs::read_symlink("/proc/self/exe").parent_path();
  const fs::path installed = program / EIGENLEX_MODULE_FOLDER;
  for (const fs::path& folder : {program, installed}) {
    std::error_code unknown;
    if (fs::exists(folder / kFile, unknown)) return load_network_module(folder / kFile);
  }
  throw Error(
      fmt::format("{}, where the networks are, is neither in {} nor in {}: install it with the "
                  "program, or use --network linear",
                  kFile, program.string(), installed.lexically_normal().string()));
}

}  // namespace

const Networks* networks() {
  static const Networks& loaded = load();
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
