#include "text/archive_stream.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <fcntl.h>
#include <new>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "core/in_quotes.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 16;
/// Data that become so many bytes, and so many times as many as they were, were made to fill
/// memory: text is packed to a hundredth at best.
constexpr std::int64_t kBombBytes = std::int64_t{1} << 26;
constexpr std::int64_t kBombRatio = 1000;

/// What a member is called, as messages show it.
std::string shown_name(archive_entry* entry) {
  constexpr std::size_t kMostBytes = 200;
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  if (name == nullptr) return "(a name that cannot be read)";
  const std::string quoted = in_quotes(name, kMostBytes);
  const bool is_whole = quoted.ends_with('"');
  return is_whole ? quoted.substr(1, quoted.size() - 2) : quoted.substr(1);
}

}  // namespace

class ArchiveStream::Input {
 public:
  Input(const std::string& path, const std::string& name)
      : number_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)),
        is_own_(path != "-") {
    if (number_ < 0) throw IoError::from_errno(name, "open", errno);
    opened_ = status();
  }
  ~Input() {
    if (is_own_ && number_ >= 0) ::close(number_);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  int number() const { return number_; }

  /// The size of a regular file; 0 for all else.
  std::int64_t size() const { return S_ISREG(opened_.st_mode) ? opened_.st_size : 0; }

  /// Whether there is anything but zeros from a byte on; not where it cannot be looked at.
  bool goes_on(std::int64_t at) const {
    std::array<char, 4096> bytes;
    while (true) {
      const ssize_t read = ::pread(number_, bytes.data(), bytes.size(), at);
      if (read <= 0) return false;
      const auto end = bytes.begin() + read;
      if (std::any_of(bytes.begin(), end, [](char c) { return c != 0; })) return true;
      at += read;
    }
  }

  /// Whether it is a regular file that was written to since it was opened.
  bool has_changed() const {
    const struct stat now = status();
    return S_ISREG(now.st_mode) &&
           (now.st_size != opened_.st_size || now.st_mtim.tv_sec != opened_.st_mtim.tv_sec ||
            now.st_mtim.tv_nsec != opened_.st_mtim.tv_nsec);
  }

 private:
  struct stat status() const {
    struct stat result = {};
    ::fstat(number_, &result);
    return result;
  }

  int number_;
  bool is_own_;
  struct stat opened_ = {};
};

class ArchiveStream::Fed {
 public:
  explicit Fed(ByteFeed feed) : feed_(std::move(feed)) {}

  /// A callback of libarchive, which no exception may pass through.
  static la_ssize_t read(archive* stream, void* self, const void** bytes) {
    Fed& fed = *static_cast<Fed*>(self);
    try {
      const std::string_view piece = fed.feed_();
      *bytes = piece.data();
      return static_cast<la_ssize_t>(piece.size());
    } catch (...) {
      fed.error_ = std::current_exception();
      archive_set_error(stream, EIO, "the feed failed");
      return ARCHIVE_FATAL;
    }
  }

  /// Throws again what the feed threw.
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  ByteFeed feed_;
  std::exception_ptr error_;
};

void ArchiveStream::Close::operator()(archive* stream) const { archive_read_free(stream); }

ArchiveStream::ArchiveStream(const std::string& path, bool opens_archives, ByteFeed feed)
    : name_(path == "-" ? "standard input" : path), stream_(archive_read_new()) {
  archive* const stream = stream_.get();
  if (stream == nullptr) throw std::bad_alloc();
  // "Raw" reads any data as one file without a name; "empty" allows there to be none.
  archive_read_support_format_raw(stream);
  archive_read_support_format_empty(stream);
  if (opens_archives) {
    archive_read_support_format_tar(stream);
    // The one that finds its members at the end would find those behind a program, too.
    archive_read_support_format_zip_streamable(stream);
  }
  archive_read_support_filter_gzip(stream);
  archive_read_support_filter_bzip2(stream);
  archive_read_support_filter_xz(stream);
  archive_read_support_filter_zstd(stream);
  if (open_input(path, std::move(feed)) != ARCHIVE_OK) fail();
}

int ArchiveStream::open_input(const std::string& path, ByteFeed feed) {
  if (path == "-" && feed) {
    fed_ = std::make_shared<Fed>(std::move(feed));
    return archive_read_open(stream_.get(), fed_.get(), nullptr, Fed::read, nullptr);
  }
  input_ = std::make_shared<Input>(path, name_);
  return archive_read_open_fd(stream_.get(), input_->number(), kReadBytes);
}

bool ArchiveStream::next_member() {
  if (ended_) return false;
  archive_entry* entry = nullptr;
  const int status = archive_read_next_header(stream_.get(), &entry);
  const int format = archive_format(stream_.get()) & ARCHIVE_FORMAT_BASE_MASK;
  is_archive_ = format == ARCHIVE_FORMAT_ZIP || format == ARCHIVE_FORMAT_TAR;
  if (status == ARCHIVE_EOF) {
    ended_ = true;
    check_unchanged();
    return false;
  }
  // A warning is about what is not looked at, such as the characters of the name.
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN) fail();
  member_ended_ = false;
  if (!is_archive_) return true;
  member_ = shown_name(entry);
  is_file_ = archive_entry_filetype(entry) == AE_IFREG && archive_entry_hardlink(entry) == nullptr;
  is_encrypted_ = archive_entry_is_encrypted(entry) != 0;
  return true;
}

std::string_view ArchiveStream::read() {
  if (is_encrypted_) throw FormatError::at_path(where(), "is encrypted: unpack it first");
  const void* bytes = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  while (!member_ended_) {
    const int status = archive_read_data_block(stream_.get(), &bytes, &size, &offset);
    if (status != ARCHIVE_OK && status != ARCHIVE_EOF) fail();
    member_ended_ = status == ARCHIVE_EOF;
    if (member_ended_) check_end();
    if (member_ended_ || size == 0) continue;
    bytes_read_ += static_cast<std::int64_t>(size);
    check_size();
    return {static_cast<const char*>(bytes), size};
  }
  return {};
}

/// The error that libarchive reports, as an exception. Damaged data have an error number of
/// libarchive's own or the one of an illegal byte sequence; the rest are errors of the system.
void ArchiveStream::fail() const {
  if (fed_) fed_->rethrow();
  const int number = archive_errno(stream_.get());
  if (number > 0 && number != EILSEQ) throw IoError::from_errno(name_, "read", number);
  const char* const text = archive_error_string(stream_.get());
  const std::string what =
      fmt::format("cannot be {}: {}; is the file complete?", is_archive_ ? "read" : "decompressed",
                  text != nullptr ? text : "damaged data");
  // After some errors, libarchive does not know.
  const std::int64_t at = bytes_consumed();
  if (is_archive_ || at < 0) throw FormatError::at_path(where(), what);
  throw FormatError::at_byte(name_, at, what);
}

void ArchiveStream::check_size() const {
  if (bytes_read_ < kBombBytes || bytes_read_ / kBombRatio < bytes_consumed()) return;
  throw FormatError::at_path(
      where(), fmt::format("{} MB in it become more than {} times as many, as no text does: is it "
                           "damaged, or made to fill memory?",
                           static_cast<double>(bytes_consumed()) / 1e6, kBombRatio));
}

/// What follows compressed data would be lost; padding is no loss.
void ArchiveStream::check_end() const {
  check_unchanged();
  const std::int64_t at = bytes_consumed();
  if (is_archive_ || !input_ || at < 0 || at >= input_->size() || !input_->goes_on(at)) return;
  throw FormatError::at_byte(name_, at,
                             fmt::format("{} bytes that are not compressed follow compressed ones: "
                                         "is the file damaged, or joined of several?",
                                         input_->size() - at));
}

void ArchiveStream::check_unchanged() const {
  if (input_ && input_->has_changed()) {
    throw IoError::at_path(name_,
                           "was changed while it was read; run again when nothing writes to it");
  }
}

std::string ArchiveStream::where() const { return is_archive_ ? name_ + ":" + member_ : name_; }

std::int64_t ArchiveStream::bytes_consumed() const {
  // The table at the end of an archive is not looked at.
  if (ended_ && input_ && input_->size() > 0) return input_->size();
  return archive_filter_bytes(stream_.get(), -1);
}

}  // namespace eigenlex::internal
