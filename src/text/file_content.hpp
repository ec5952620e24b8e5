#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "eigenlex/core/file.hpp"

namespace eigenlex::internal {

/// All bytes of a file in memory, decompressed where they are compressed by gzip, bzip2, xz or
/// Zstandard; a pipe will do as well. Movable.
class FileContent {
 public:
  /// Throws IoError; FormatError where the data cannot be decompressed.
  explicit FileContent(const std::filesystem::path& path);

  std::string_view bytes() const { return plain_ ? plain_->bytes() : std::string_view(memory_); }
  /// Whether the bytes are those of the file itself.
  bool is_plain() const { return plain_.has_value(); }

 private:
  std::optional<FileBytes> plain_;
  std::string memory_;
};

}  // namespace eigenlex::internal
