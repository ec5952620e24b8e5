#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <archive.h>
#include <archive_entry.h>

namespace eigenlex::testing {

/// The bytes as a file compressed by "gzip", "bzip2", "xz" or "zstd".
inline std::string compress(std::string_view bytes, const char* filter) {
  std::string compressed(bytes.size() + bytes.size() / 8 + 4096, '\0');
  std::size_t size = 0;
  archive* const out = archive_write_new();
  archive_entry* const entry = archive_entry_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_pathname(entry, "data");
  archive_write_set_bytes_in_last_block(out, 1);  // no padding
  const bool done =
      archive_write_set_format_raw(out) == ARCHIVE_OK &&
      archive_write_add_filter_by_name(out, filter) == ARCHIVE_OK &&
      archive_write_open_memory(out, compressed.data(), compressed.size(), &size) == ARCHIVE_OK &&
      archive_write_header(out, entry) == ARCHIVE_OK &&
      archive_write_data(out, bytes.data(), bytes.size()) ==
          static_cast<la_ssize_t>(bytes.size()) &&
      archive_write_close(out) == ARCHIVE_OK;
  archive_entry_free(entry);
  archive_write_free(out);
  if (!done) throw std::runtime_error(std::string("cannot compress with ") + filter);
  compressed.resize(size);
  return compressed;
}

inline constexpr const char* kFilters[] = {"gzip", "bzip2", "xz", "zstd"};

}  // namespace eigenlex::testing
