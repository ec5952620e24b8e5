#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/storage_options.hpp"

namespace eigenlex::internal {

/// A file for what does not fit in memory. It has no name once it is made, so that its space is
/// free again when the object, or the program, ends in whatever way.
class SpillFile {
 public:
  /// Makes the file in a folder that exists. Throws IoError.
  explicit SpillFile(const std::filesystem::path& folder);
  ~SpillFile();
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;

  /// Appends and returns where the bytes begin. Throws IoError, for instance on a full disk.
  std::int64_t append(std::string_view bytes);
  /// Reads what was appended; any thread may. Throws IoError.
  void read_at(std::int64_t offset, std::span<char> bytes) const;

 private:
  std::filesystem::path folder_;  // for messages
  int descriptor_ = -1;
  std::int64_t size_ = 0;
};

/// Byte strings that are kept in memory, or, from the moment they exceed a limit, all in a file.
class BlockStore {
 public:
  explicit BlockStore(StorageOptions options) : options_(std::move(options)) {}

  /// Keeps a block and returns its number; any thread may. Throws IoError.
  std::int64_t append(std::string block);
  /// The block, in memory or read into `buffer`; any thread may, but not while others append.
  std::string_view read(std::int64_t number, std::string& buffer) const;
  /// Frees the memory of a block that will not be read again.
  void release(std::int64_t number);

  std::int64_t size() const { return as_index(places_.size()); }
  std::int64_t bytes() const { return bytes_; }
  /// Whether the blocks are in a file.
  bool spilled() const { return file_.has_value(); }

 private:
  struct Place {
    std::int64_t offset = 0;
    std::int64_t size = 0;
  };

  void spill();

  StorageOptions options_;
  std::mutex mutex_;
  std::vector<Place> places_;
  std::vector<std::string> blocks_;  // as many as places while they are in memory
  std::optional<SpillFile> file_;
  std::int64_t bytes_ = 0;
};

}  // namespace eigenlex::internal
