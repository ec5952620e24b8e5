#include "eigenlex/core/checksum.hpp"

#include <string_view>

#include <fmt/format.h>
#include <xxhash.h>

#include "eigenlex/core/file.hpp"

namespace eigenlex {

std::string file_checksum(const std::filesystem::path& path) {
  const MappedFile file(path);
  const std::string_view bytes = file.bytes();
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace eigenlex
