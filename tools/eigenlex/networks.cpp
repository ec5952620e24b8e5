#include "networks.hpp"

#include <filesystem>

#include <dlfcn.h>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::tool {

#ifdef EIGENLEX_HAS_NEURAL

namespace {

namespace fs = std::filesystem;

const NetworkFunctions& functions_of(const fs::path& path) {
  void* const module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) throw Error(fmt::format("cannot load the networks: {}", ::dlerror()));
  using Entry = const NetworkFunctions* (*)();
  const auto entry = reinterpret_cast<Entry>(::dlsym(module, kNetworksEntry));
  if (entry == nullptr || entry()->version != std::string_view(EIGENLEX_VERSION)) {
    throw Error(fmt::format("{}: belongs to another version of eigenlex than {}: install both anew",
                            path.string(), EIGENLEX_VERSION));
  }
  return *entry();
}

const NetworkFunctions& load() {
  const fs::path program = fs::read_symlink("/proc/self/exe").parent_path();
  const fs::path installed = program / EIGENLEX_MODULE_FOLDER;
  for (const fs::path& folder : {program, installed}) {
    const fs::path path = folder / kNetworksFile;
    std::error_code unknown;
    if (fs::exists(path, unknown)) return functions_of(path);
  }
  throw Error(
      fmt::format("{}, where the networks are, is neither in {} nor in {}: install it with the "
                  "program, or use --network linear",
                  kNetworksFile, program.string(), installed.lexically_normal().string()));
}

}  // namespace

bool has_networks() { return true; }

const NetworkFunctions& networks() {
  static const NetworkFunctions& functions = load();
  return functions;
}

#else

bool has_networks() { return false; }

const NetworkFunctions& networks() {
  throw Error(
      "networks need libtorch, which this program was built without: install the package "
      "libtorch-dev and build again with -DEIGENLEX_NEURAL=ON, or use --network linear");
}

#endif

}  // namespace eigenlex::tool
