#include "text/packed_bytes.hpp"

#include <memory>
#include <new>

#include <archive.h>
#include <archive_entry.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::internal {
namespace {

/// libarchive's own failures, none of which bytes in memory should meet.
[[noreturn]] void fail_packing() {
  throw Error("text cannot be compressed: libarchive lacks Zstandard");
}

la_ssize_t append_packed(archive*, void* bytes, const void* more, std::size_t size) {
  try {
    static_cast<std::string*>(bytes)->append(static_cast<const char*>(more), size);
    return static_cast<la_ssize_t>(size);
  } catch (...) {
    return ARCHIVE_FATAL;
  }
}

}  // namespace

std::string packed(std::string_view bytes) {
  std::string result;
  const std::unique_ptr<archive, decltype(&archive_write_free)> stream(archive_write_new(),
                                                                       archive_write_free);
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                            archive_entry_free);
  if (stream == nullptr || entry == nullptr) throw std::bad_alloc();
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_pathname(entry.get(), "data");
  archive_write_set_bytes_in_last_block(stream.get(), 1);  // no padding
  if (archive_write_set_format_raw(stream.get()) != ARCHIVE_OK ||
      archive_write_add_filter_zstd(stream.get()) != ARCHIVE_OK ||
      archive_write_open(stream.get(), &result, nullptr, append_packed, nullptr) != ARCHIVE_OK ||
      archive_write_header(stream.get(), entry.get()) != ARCHIVE_OK) {
    fail_packing();
  }
  while (!bytes.empty()) {
    const la_ssize_t size = archive_write_data(stream.get(), bytes.data(), bytes.size());
    if (size <= 0) fail_packing();
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  if (archive_write_close(stream.get()) != ARCHIVE_OK) fail_packing();
  return result;
}

std::string unpacked(std::string_view packed, std::size_t size) {
  const std::unique_ptr<archive, decltype(&archive_read_free)> stream(archive_read_new(),
                                                                      archive_read_free);
  if (stream == nullptr) throw std::bad_alloc();
  archive_entry* entry = nullptr;
  std::string bytes(size, '\0');
  std::size_t filled = 0;
  bool is_good =
      archive_read_support_filter_zstd(stream.get()) == ARCHIVE_OK &&
      archive_read_support_format_raw(stream.get()) == ARCHIVE_OK &&
      archive_read_open_memory(stream.get(), packed.data(), packed.size()) == ARCHIVE_OK &&
      archive_read_next_header(stream.get(), &entry) == ARCHIVE_OK;
  while (is_good && filled < size) {
    const la_ssize_t more = archive_read_data(stream.get(), bytes.data() + filled, size - filled);
    is_good = more > 0;
    if (is_good) filled += static_cast<std::size_t>(more);
  }
  char rest = 0;
  if (!is_good || archive_read_data(stream.get(), &rest, 1) != 0) {
    throw FormatError("a block of text cannot be decompressed");
  }
  return bytes;
}

}  // namespace eigenlex::internal
