#include "eigenlex/text/byte_sink.hpp"

#include <new>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {

/// Hands the bytes of libarchive, which knows no exceptions, to the file.
class ByteSink::Callbacks {
 public:
  static la_ssize_t write(archive* stream, void* sink, const void* bytes, std::size_t size) {
    auto* const self = static_cast<ByteSink*>(sink);
    try {
      self->file_.write({static_cast<const char*>(bytes), size});
      return static_cast<la_ssize_t>(size);
    } catch (...) {
      self->error_ = std::current_exception();
      archive_set_error(stream, ARCHIVE_FATAL, "cannot be written");
      return ARCHIVE_FATAL;
    }
  }
};

Compression compression_of(const std::filesystem::path& path) {
  const std::filesystem::path extension = path.extension();
  if (extension == ".gz") return Compression::kGzip;
  if (extension == ".xz") return Compression::kXz;
  if (extension == ".zst") return Compression::kZstandard;
  return Compression::kNone;
}

void ByteSink::Close::operator()(archive* stream) const { archive_write_free(stream); }

ByteSink::ByteSink(const std::filesystem::path& path, Compression compression)
    : path_(path), file_(path) {
  if (compression != Compression::kNone) begin(compression);
}

ByteSink::~ByteSink() {
  // What libarchive would write at its end is of no use.
  if (stream_ != nullptr) archive_write_fail(stream_.get());
}

void ByteSink::begin(Compression compression) {
  stream_.reset(archive_write_new());
  archive* const stream = stream_.get();
  if (stream == nullptr) throw std::bad_alloc();
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                            archive_entry_free);
  if (entry == nullptr) throw std::bad_alloc();
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_pathname(entry.get(), "data");
  int status = archive_write_set_format_raw(stream);
  switch (compression) {
    case Compression::kGzip:
      if (status == ARCHIVE_OK) status = archive_write_add_filter_gzip(stream);
      // The time would make the bytes differ from run to run.
      if (status == ARCHIVE_OK) {
        status = archive_write_set_filter_option(stream, "gzip", "timestamp", nullptr);
      }
      break;
    case Compression::kXz:
      if (status == ARCHIVE_OK) status = archive_write_add_filter_xz(stream);
      break;
    case Compression::kZstandard:
      if (status == ARCHIVE_OK) status = archive_write_add_filter_zstd(stream);
      break;
    case Compression::kNone:
      break;
  }
  archive_write_set_bytes_in_last_block(stream, 1);  // no padding
  if (status != ARCHIVE_OK ||
      archive_write_open(stream, this, nullptr, Callbacks::write, nullptr) != ARCHIVE_OK ||
      archive_write_header(stream, entry.get()) != ARCHIVE_OK) {
    fail();
  }
}

void ByteSink::write(std::string_view bytes) {
  if (stream_ == nullptr) {
    file_.write(bytes);
    return;
  }
  while (!bytes.empty()) {
    const la_ssize_t size = archive_write_data(stream_.get(), bytes.data(), bytes.size());
    if (size <= 0) fail();
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
}

void ByteSink::close() {
  if (stream_ != nullptr) {
    if (archive_write_close(stream_.get()) != ARCHIVE_OK) fail();
    stream_.reset();
  }
  file_.close();
}

void ByteSink::fail() {
  if (error_ != nullptr) std::rethrow_exception(error_);
  const char* const text = archive_error_string(stream_.get());
  throw IoError::at_path(
      path_.string(),
      fmt::format("cannot be compressed: {}", text == nullptr ? "an error of libarchive" : text));
}

}  // namespace eigenlex
