#include "core/module.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "core/build_fingerprint.hpp"

namespace eigenlex::internal {

const void* load_module(const std::filesystem::path& path, const char* entry, const char* what) {
  void* const module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) throw Error(fmt::format("cannot load {}: {}", what, ::dlerror()));
  using Entry = const ModuleHead* (*)();
  const auto found = reinterpret_cast<Entry>(::dlsym(module, entry));
  const ModuleHead* const head = found == nullptr ? nullptr : found();
  if (head == nullptr || head->build != build_fingerprint()) {
    throw Error(
        fmt::format("{}: belongs to another build of eigenlex: install both anew", path.string()));
  }
  return head;
}

}  // namespace eigenlex::internal
