#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>

namespace eigenlex {

/// Where a stage keeps what it makes.
struct StorageOptions {
  /// Bytes to hold in memory; what exceeds them goes to files.
  std::int64_t memory = std::numeric_limits<std::int64_t>::max();
  /// Folder of those files.
  std::filesystem::path folder;
};

}  // namespace eigenlex
