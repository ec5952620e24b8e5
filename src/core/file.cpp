#include "eigenlex/core/file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "core/temporary_sibling.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kBufferSize = std::size_t{1} << 20;
constexpr std::size_t kPieceBytes = std::size_t{1} << 22;

IoError last_error(const fs::path& path, std::string_view action) {
  return IoError::from_errno(path.string(), action, errno);
}

/// A file descriptor that is closed at the end of the scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  /// Leaves the descriptor open.
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

void sync(int descriptor, const fs::path& path) {
  // Part by part, so that an end that is wished for meanwhile is not waited for as long as a large
  // file takes. Where the system cannot do that, all is done below.
  constexpr std::int64_t kPartBytes = std::int64_t{1} << 26;
  struct stat status = {};
  const std::int64_t size = ::fstat(descriptor, &status) == 0 ? status.st_size : 0;
  for (std::int64_t begin = 0; begin + kPartBytes <= size; begin += kPartBytes) {
    check_cancelled();
    constexpr unsigned kWritten =
        SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
    if (::sync_file_range(descriptor, begin, kPartBytes, kWritten) == 0) continue;
    // An error of the device is told of once, so not again below.
    if (errno == EIO || errno == ENOSPC || errno == EDQUOT) throw last_error(path, "sync");
    break;
  }
  // Pipes and terminals have no device to sync to.
  if (::fsync(descriptor) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP) {
    throw last_error(path, "sync");
  }
}

/// Makes the names in a folder last through a power cut. Some file systems cannot; the rename
/// itself has then still happened, so that is no error.
void sync_folder(const fs::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.number() >= 0) ::fsync(descriptor.number());
}

fs::path parent_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// The path that `commit` renames to: without a slash at the end, with symbolic links followed.
fs::path resolve_target(fs::path target) {
  while (!target.has_filename() && target.has_relative_path()) target = target.parent_path();
  std::error_code unresolved;
  if (fs::is_symlink(target, unresolved)) {
    fs::path canonical = fs::canonical(target, unresolved);
    // A link to nothing is itself replaced.
    if (!unresolved) return canonical;
  }
  return target;
}

bool is_device_or_pipe(const fs::path& path) {
  std::error_code unknown;
  const fs::file_status status = fs::status(path, unknown);
  return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

}  // namespace

RandomAccessFile::RandomAccessFile(const fs::path& path) : path_(path) {
  // Without O_NONBLOCK, opening a pipe nobody writes to would wait for ever.
  Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (descriptor.number() < 0) throw last_error(path, "open");
  struct stat status = {};
  if (::fstat(descriptor.number(), &status) != 0) throw last_error(path, "inspect");
  if (S_ISDIR(status.st_mode)) {
    throw IoError::at_path(path.string(), "is a folder, expected a file", EISDIR);
  }
  if (!S_ISREG(status.st_mode)) {
    throw IoError::at_path(path.string(), "is not a regular file; save its content to one first",
                           EINVAL);
  }
  size_ = status.st_size;
  descriptor_ = descriptor.release();
}

RandomAccessFile::RandomAccessFile(RandomAccessFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_) {}

RandomAccessFile& RandomAccessFile::operator=(RandomAccessFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  return *this;
}

RandomAccessFile::~RandomAccessFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void RandomAccessFile::read_at(std::int64_t offset, std::span<char> bytes) const {
  parallel_blocks(std::ssize(bytes), as_index(kPieceBytes),
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    read_piece(offset + begin, bytes.subspan(as_size(begin), as_size(end - begin)));
                  });
}

void RandomAccessFile::read_piece(std::int64_t offset, std::span<char> bytes) const {
  while (!bytes.empty()) {
    const ssize_t size = ::pread(descriptor_, bytes.data(), bytes.size(), offset);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) throw last_error(path_, "read");
    if (size == 0) {
      throw IoError::at_path(path_.string(), "ends too early; was it changed meanwhile?");
    }
    bytes = bytes.subspan(as_size(size));
    offset += size;
  }
}

FileBytes::FileBytes(const fs::path& path) {
  const RandomAccessFile file(path);
  bytes_.resize(as_size(file.size()));
  file.read_at(0, bytes_);
}

void sync_file(const fs::path& path) {
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (descriptor.number() < 0) throw last_error(path, "open");
  sync(descriptor.number(), path);
}

OutputFile::OutputFile(const fs::path& path)
    : path_(path),
      descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) throw last_error(path_, "create");
  buffer_.reserve(kBufferSize);
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OutputFile::write(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > kBufferSize) flush();
  if (bytes.size() >= kBufferSize) {
    write_through(bytes);
  } else {
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  }
}

void OutputFile::flush() {
  write_through({buffer_.data(), buffer_.size()});
  buffer_.clear();
}

void OutputFile::write_through(std::string_view bytes) {
  while (!bytes.empty()) {
    // Files of one piece are written whatever is wished for: those that say what was done so far.
    if (bytes.size() > kPieceBytes) check_cancelled();
    const ssize_t written = ::write(descriptor_, bytes.data(), std::min(bytes.size(), kPieceBytes));
    if (written >= 0) {
      bytes.remove_prefix(as_size(written));
    } else if (errno != EINTR) {
      throw last_error(path_, "write");
    }
  }
}

void OutputFile::overwrite(std::int64_t offset, std::string_view bytes) {
  flush();
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), offset);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw last_error(path_, "write");
    bytes.remove_prefix(as_size(written));
    offset += written;
  }
}

void OutputFile::close(Durability durability) {
  if (descriptor_ < 0) return;
  flush();
  if (durability == Durability::kSynced) sync(descriptor_, path_);
  if (::close(std::exchange(descriptor_, -1)) != 0) throw last_error(path_, "close");
}

PendingPath::PendingPath(fs::path target, Kind kind, std::string_view marker)
    : target_(resolve_target(std::move(target))), kind_(kind), marker_(marker) {
  check_target();
  if (kind_ == Kind::kFile && is_device_or_pipe(target_)) {
    temporary_ = target_;
    committed_ = true;
    return;
  }
  internal::remove_abandoned_siblings(target_);
  unfinished_.emplace([this] { internal::remove_for_good(temporary_); });
  const auto finishing = Unfinished::finishing();  // what it makes has to be known before the end
  sibling_ = std::make_unique<internal::TemporarySibling>(target_, kind_);
  temporary_ = sibling_->path();
}

void PendingPath::check_target() const {
  const fs::path name = target_.filename();
  if (name.empty() || name == "." || name == "..") {
    throw IoError(fmt::format("\"{}\": give the name of the {} to create", target_.string(),
                              kind_ == Kind::kFile ? "file" : "folder"));
  }
  const fs::path parent = parent_of(target_);
  std::error_code unknown;
  if (!fs::is_directory(parent, unknown)) {
    throw IoError::at_path(
        target_.string(),
        fmt::format("cannot create: {} is not a folder that exists; make it first",
                    parent.string()),
        ENOENT);
  }
  const bool is_folder = fs::is_directory(target_, unknown);
  if (kind_ == Kind::kFile && is_folder) {
    throw IoError::at_path(target_.string(), "is a folder; give the name of a file", EISDIR);
  }
  if (kind_ == Kind::kFolder && !is_folder && fs::exists(target_, unknown)) {
    throw IoError::at_path(target_.string(), "is a file; give the name of a folder", ENOTDIR);
  }
  if (!is_device_or_pipe(target_) && ::access(parent.c_str(), W_OK | X_OK) != 0) {
    throw last_error(target_, "create");
  }
  if (kind_ == Kind::kFolder && is_folder && !fs::is_empty(target_, unknown) &&
      (marker_.empty() || !fs::is_regular_file(target_ / marker_, unknown))) {
    throw IoError::at_path(target_.string(),
                           fmt::format("holds other files{}; remove it or give another name",
                                       marker_.empty() ? "" : " and no " + marker_),
                           ENOTEMPTY);
  }
}

PendingPath::~PendingPath() {
  if (committed_) return;
  std::error_code ignored;
  fs::remove_all(temporary_, ignored);
}

void PendingPath::commit() {
  if (committed_) return;
  // The target may have changed since the constructor looked.
  check_target();
  if (kind_ == Kind::kFolder) sync_folder(temporary_);
  fs::path old;
  {
    const auto finishing = Unfinished::finishing();
    old = rename_to_target();
  }
  if (!old.empty()) {
    std::error_code ignored;
    fs::remove_all(old, ignored);
  }
  sync_folder(parent_of(target_));
}

fs::path PendingPath::rename_to_target() {
  // Fails for a folder that is not empty, which no plain rename replaces.
  if (::rename(temporary_.c_str(), target_.c_str()) == 0) {
    committed_ = true;
    return {};
  }
  if (kind_ == Kind::kFolder && (errno == ENOTEMPTY || errno == EEXIST)) return replace_folder();
  throw last_error(target_, "rename to");
}

fs::path PendingPath::replace_folder() {
  fs::path old = temporary_;
  if (::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) != 0) {
    if (errno != ENOSYS && errno != EINVAL && errno != ENOTSUP) {
      throw last_error(target_, "replace");
    }
    // This file system cannot exchange names: for a moment there is neither the old nor the new.
    old = internal::unused_sibling(target_);
    if (::rename(target_.c_str(), old.c_str()) != 0) throw last_error(target_, "replace");
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
      const IoError error = last_error(target_, "replace");
      ::rename(old.c_str(), target_.c_str());
      throw error;
    }
  }
  committed_ = true;
  return old;
}

}  // namespace eigenlex
