#include "modules.hpp"

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::tool {

namespace fs = std::filesystem;

fs::path find_module(const char* file, const char* what, const char* instead) {
  const fs::path program = fs::read_symlink("/proc/self/exe").parent_path();
  const fs::path installed = program / EIGENLEX_MODULE_FOLDER;
  for (const fs::path& folder : {program, installed}) {
    std::error_code unknown;
    if (fs::exists(folder / file, unknown)) return folder / file;
  }
  throw Error(fmt::format("{}, {}, is neither in {} nor in {}: install it with the program, or {}",
                          file, what, program.string(), installed.lexically_normal().string(),
                          instead));
}

}  // namespace eigenlex::tool
