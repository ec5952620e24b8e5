#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace eigenlex::internal {

/// XXH3 128-bit hash (Collet 2020) as 32 hexadecimal digits, the figure that `xxhsum -H128` prints.
/// It finds damage, not forgery.
std::string bytes_checksum(std::string_view bytes);

/// The same of the bytes of a file. Throws IoError.
std::string file_checksum(const std::filesystem::path& path);

}  // namespace eigenlex::internal
