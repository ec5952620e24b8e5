#include "text/byte_stream.hpp"

#include <cerrno>
#include <exception>
#include <fcntl.h>
#include <new>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <archive.h>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 16;

/// The error that libarchive reports, as an exception. Damaged data have an error number of
/// libarchive's own or the one of an illegal byte sequence; the rest are errors of the system.
[[noreturn]] void throw_error(archive* stream, const std::string& name) {
  const int number = archive_errno(stream);
  const char* const text = archive_error_string(stream);
  if (number > 0 && number != EILSEQ) throw IoError::from_errno(name, "read", number);
  throw FormatError::at_byte(name, archive_filter_bytes(stream, -1),
                             fmt::format("cannot be decompressed: {}; is the file complete?",
                                         text != nullptr ? text : "damaged data"));
}

}  // namespace

class ByteStream::Input {
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

class ByteStream::Fed {
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

void ByteStream::Close::operator()(archive* stream) const { archive_read_free(stream); }

ByteStream::ByteStream(std::string path, ByteFeed feed)
    : name_(path == "-" ? "standard input" : path), stream_(archive_read_new()) {
  archive* const stream = stream_.get();
  if (stream == nullptr) throw std::bad_alloc();
  // "Raw" reads any data as one file without a name; "empty" allows there to be none.
  archive_read_support_format_raw(stream);
  archive_read_support_format_empty(stream);
  archive_read_support_filter_gzip(stream);
  archive_read_support_filter_bzip2(stream);
  archive_read_support_filter_xz(stream);
  archive_read_support_filter_zstd(stream);
  if (open_input(path, std::move(feed)) != ARCHIVE_OK) fail();
  archive_entry* entry = nullptr;
  const int status = archive_read_next_header(stream, &entry);
  if (status == ARCHIVE_EOF) {
    ended_ = true;
  } else if (status != ARCHIVE_OK) {
    fail();
  }
}

int ByteStream::open_input(const std::string& path, ByteFeed feed) {
  if (path == "-" && feed) {
    fed_ = std::make_shared<Fed>(std::move(feed));
    return archive_read_open(stream_.get(), fed_.get(), nullptr, Fed::read, nullptr);
  }
  input_ = std::make_shared<Input>(path, name_);
  return archive_read_open_fd(stream_.get(), input_->number(), kReadBytes);
}

void ByteStream::fail() const {
  if (fed_) fed_->rethrow();
  throw_error(stream_.get(), name_);
}

std::string_view ByteStream::next() {
  const void* bytes = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  while (!ended_) {
    const int status = archive_read_data_block(stream_.get(), &bytes, &size, &offset);
    if (status != ARCHIVE_OK && status != ARCHIVE_EOF) fail();
    ended_ = status == ARCHIVE_EOF;
    if (ended_) check_unchanged();
    if (!ended_ && size > 0) return {static_cast<const char*>(bytes), size};
  }
  return {};
}

void ByteStream::check_unchanged() const {
  if (input_ && input_->has_changed()) {
    throw IoError::at_path(name_,
                           "was changed while it was read; run again when nothing writes to it");
  }
}

std::int64_t ByteStream::bytes_consumed() const { return archive_filter_bytes(stream_.get(), -1); }

bool is_compressed(std::string_view beginning) {
  using namespace std::string_view_literals;
  return beginning.starts_with("\x1f\x8b") ||
         beginning.starts_with(
             "\xfd"
             "7zXZ\0"sv) ||
         beginning.starts_with("\x28\xb5\x2f\xfd") ||
         (beginning.starts_with("BZh") && beginning.substr(0, 10).ends_with("1AY&SY"));
}

}  // namespace eigenlex::internal
