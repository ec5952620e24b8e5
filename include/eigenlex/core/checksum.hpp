#pragma once

#include <filesystem>
#include <string>

namespace eigenlex {

/// XXH3 128-bit hash (Collet 2020) of a file's bytes as 32 hexadecimal digits, the figure that
/// `xxhsum -H128` prints. It finds damage, not forgery. Throws IoError.
std::string file_checksum(const std::filesystem::path& path);

}  // namespace eigenlex
