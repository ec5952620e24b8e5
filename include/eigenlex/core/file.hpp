#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/core/array.hpp"
#include "eigenlex/core/unfinished.hpp"

namespace eigenlex {

namespace internal {
class TemporarySibling;
}

/// A regular file of which any part can be read at any time by any thread. Movable, not copyable.
///
/// Files are read into memory and never mapped: a mapped file that is shortened, or on a device
/// that fails, ends the program by a signal, where a read is an error that can be caught.
class RandomAccessFile {
 public:
  /// Throws IoError naming the path if it is missing, not a regular file (a folder, a pipe), or
  /// cannot be read.
  explicit RandomAccessFile(const std::filesystem::path& path);
  RandomAccessFile(RandomAccessFile&& other) noexcept;
  RandomAccessFile& operator=(RandomAccessFile&& other) noexcept;
  ~RandomAccessFile();

  /// Bytes that the file had when it was opened.
  std::int64_t size() const { return size_; }
  /// Fills `bytes` with those from `offset` on, large parts by several threads. Throws IoError,
  /// also where the file ends before.
  void read_at(std::int64_t offset, std::span<char> bytes) const;

 private:
  void read_piece(std::int64_t offset, std::span<char> bytes) const;

  std::filesystem::path path_;
  int descriptor_ = -1;
  std::int64_t size_ = 0;
};

/// The bytes of a whole file in memory. Movable.
class FileBytes {
 public:
  /// Throws IoError as `RandomAccessFile` does.
  explicit FileBytes(const std::filesystem::path& path);

  std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }

 private:
  Array<char> bytes_;
};

/// Whether what was written is to outlive a power cut.
enum class Durability {
  kSynced,    ///< it is on the device once the file is closed
  kUnsynced,  ///< the system writes it when it likes: for files that end with the program
};

/// Brings a file that was closed unsynced to the device. Throws IoError.
void sync_file(const std::filesystem::path& path);

/// A file being written, with every error reported (a full disk shows at `write` or `close`).
class OutputFile {
 public:
  /// Creates or truncates the file; throws IoError.
  explicit OutputFile(const std::filesystem::path& path);
  /// Closes without reporting errors: call `close` first where the file matters.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);
  /// The bytes of an array of trivially copyable values, in the machine's byte order.
  template <class T>
  void write_array(std::span<const T> values) {
    write({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  }
  /// Writes bytes again that were written before. Throws IoError.
  void overwrite(std::int64_t offset, std::string_view bytes);
  /// Flushes, syncs to the device if asked, and closes; throws IoError. A second call does nothing.
  void close(Durability durability = Durability::kSynced);

 private:
  void flush();
  void write_through(std::string_view bytes);

  std::filesystem::path path_;
  std::vector<char> buffer_;
  int descriptor_ = -1;
};

/// A file or folder that appears under its name only when it is complete.
///
/// The content is made under a temporary name beside the final one (`NAME.tmp-<pid>-<n>`), then
/// renamed by `commit`. Without `commit` the destructor removes what was written, so a failed or
/// interrupted run leaves nothing behind. An existing target is replaced: a reader sees the old
/// content or the new, never a mixture. A target that is a symbolic link is followed; one that is
/// neither a file nor a folder (/dev/stdout) is written to as it stands.
class PendingPath {
 public:
  enum class Kind { kFile, kFolder };

  /// Creates the temporary file or folder, and removes those that killed runs left for this target.
  ///
  /// A folder that holds anything is replaced only if it has a file named `marker`: a mistyped
  /// name must not remove files that another program made. Throws IoError if the parent is missing
  /// or not writable, or if the target is of the other kind, is such a folder, or ends in "." or
  /// "..".
  PendingPath(std::filesystem::path target, Kind kind, std::string_view marker = {});
  ~PendingPath();
  PendingPath(const PendingPath&) = delete;
  PendingPath& operator=(const PendingPath&) = delete;

  /// The temporary file or folder to write to.
  const std::filesystem::path& path() const { return temporary_; }
  /// Renames to the target; throws IoError, and then nothing has changed.
  ///
  /// The content of a replaced folder is removed after that; what cannot be removed stays under
  /// the temporary name.
  void commit();

 private:
  void check_target() const;
  /// Each gives the path of what the target was before, if that is left to remove.
  std::filesystem::path rename_to_target();
  std::filesystem::path replace_folder();

  std::filesystem::path target_;
  std::filesystem::path temporary_;
  Kind kind_;
  std::string marker_;
  std::unique_ptr<internal::TemporarySibling> sibling_;
  std::optional<Unfinished> unfinished_;
  bool committed_ = false;
};

}  // namespace eigenlex
