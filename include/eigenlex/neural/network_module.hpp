#pragma once

#include <filesystem>

#include "eigenlex/classify/networks.hpp"

namespace eigenlex {

// libtorch and the 280 libraries it needs take a second and 160 MB to load. So a program has what
// uses it in a module, a shared object that it loads when a network is asked for, not when it
// starts.

/// What the entry of a module gives.
struct NetworkModule {
  const char* build;  ///< `build_fingerprint` of the library that it belongs to
  Networks networks;
};

/// The function of a module, without arguments and of C linkage, that returns its NetworkModule.
inline constexpr char kNetworkModuleEntry[] = "eigenlex_networks";

/// Loads the module `path` into the process, where it stays. It takes the library's functions from
/// the program, which therefore has all of them and hands them out. Throws Error where it cannot be
/// loaded or belongs to another build. The reference is valid until the process ends.
const Networks& load_network_module(const std::filesystem::path& path);

}  // namespace eigenlex
