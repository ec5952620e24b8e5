#include "eigenlex/core/checksum.hpp"

#include <string_view>

#include <fmt/format.h>
#include <xxhash.h>

#include "eigenlex/core/file.hpp"

namespace eigenlex {

std::string bytes_checksum(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::string file_checksum(const std::filesystem::path& path) {
  return bytes_checksum(MappedFile(path).bytes());
}

}  // namespace eigenlex
