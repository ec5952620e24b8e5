#pragma once

#include <filesystem>

namespace eigenlex::internal {

/// What the entry function of a module begins with.
struct ModuleHead {
  const char* build;  ///< `build_fingerprint` of the library that it belongs to
};

/// Loads a module, a shared object for what few need and that brings much, into the process, where
/// it stays, and calls its entry: a function without arguments and of C linkage that returns a
/// pointer to what begins with a `ModuleHead`. `what` is for messages. Throws Error where it cannot
/// be loaded or belongs to another build.
const void* load_module(const std::filesystem::path& path, const char* entry, const char* what);

}  // namespace eigenlex::internal
