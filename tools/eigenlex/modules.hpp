#pragma once

#include <filesystem>

namespace eigenlex::tool {

/// Where the module of this name is: beside this program, or where it was installed with it. Throws
/// Error, which says what is missing and what `instead`, where it is in neither place.
std::filesystem::path find_module(const char* file, const char* what, const char* instead);

}  // namespace eigenlex::tool
