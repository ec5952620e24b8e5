#include "eigenlex/text/byte_stream.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <utility>

#include <archive.h>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
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

bool is_compressed(std::string_view head) {
  using namespace std::string_view_literals;
  constexpr std::array kMagic{"\x1f\x8b\x08"sv, "\xfd\x37zXZ\0"sv, "\x28\xb5\x2f\xfd"sv};
  if (std::any_of(kMagic.begin(), kMagic.end(),
                  [&](std::string_view magic) { return head.starts_with(magic); })) {
    return true;
  }
  // bzip2: "BZh", the block size as a digit, then the mark of a block or of the end.
  return head.size() >= 10 && head.starts_with("BZh") && head[3] >= '1' && head[3] <= '9' &&
         (head.substr(4, 6) == "1AY&SY"sv || head.substr(4, 6) == "\x17\x72\x45\x38\x50\x90"sv);
}

void ByteStream::Close::operator()(archive* stream) const { archive_read_free(stream); }

ByteStream::ByteStream(std::string path)
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
  const char* const file = path == "-" ? nullptr : path.c_str();
  if (archive_read_open_filename(stream, file, kReadBytes) != ARCHIVE_OK) {
    throw_error(stream, name_);
  }
  archive_entry* entry = nullptr;
  const int status = archive_read_next_header(stream, &entry);
  if (status == ARCHIVE_EOF) {
    ended_ = true;
  } else if (status != ARCHIVE_OK) {
    throw_error(stream, name_);
  }
}

std::size_t ByteStream::read(std::span<char> buffer) {
  std::size_t filled = 0;
  while (!ended_ && filled < buffer.size()) {
    const la_ssize_t size =
        archive_read_data(stream_.get(), buffer.data() + filled, buffer.size() - filled);
    if (size < 0) throw_error(stream_.get(), name_);
    ended_ = size == 0;
    filled += static_cast<std::size_t>(size);
  }
  return filled;
}

std::int64_t ByteStream::bytes_consumed() const { return archive_filter_bytes(stream_.get(), -1); }

}  // namespace eigenlex
