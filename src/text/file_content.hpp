#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "eigenlex/core/file.hpp"

namespace eigenlex::internal {

/// The first bytes of a regular file, as many as it has of them, as they are stored; none of a
/// pipe, whose bytes can be read but once. Throws IoError.
std::string first_bytes(const std::filesystem::path& path, std::size_t most);

/// All bytes of a file in memory, decompressed where they are compressed by gzip, bzip2, xz or
/// Zstandard; a pipe will do as well. Movable.
class FileContent {
 public:
  /// Throws IoError; FormatError where the data cannot be decompressed.
  explicit FileContent(const std::filesystem::path& path);

  std::string_view bytes() const { return plain_ ? plain_->bytes() : std::string_view(memory_); }

 private:
  std::optional<FileBytes> plain_;
  std::string memory_;
};

}  // namespace eigenlex::internal
