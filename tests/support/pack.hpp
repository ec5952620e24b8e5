#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

namespace eigenlex::testing {

/// A member of an archive: a file, or a folder or link by its type.
struct Member {
  std::string name;
  std::string bytes;
  __LA_MODE_T type = AE_IFREG;
};

/// An archive of a format as libarchive names it, such as "zip", "gnutar" or "pax", and of a
/// filter, such as "gzip"; null for none.
inline std::string pack(const std::vector<Member>& members, const char* format,
                        const char* filter = nullptr) {
  std::size_t room = 65536;
  for (const Member& member : members) room += 2 * member.bytes.size() + 8192;
  std::string packed(room, '\0');
  std::size_t size = 0;
  archive* const out = archive_write_new();
  archive_write_set_bytes_in_last_block(out, 1);  // no padding
  bool done = archive_write_set_format_by_name(out, format) == ARCHIVE_OK &&
              (filter == nullptr || archive_write_add_filter_by_name(out, filter) == ARCHIVE_OK) &&
              archive_write_open_memory(out, packed.data(), packed.size(), &size) == ARCHIVE_OK;
  for (const Member& member : members) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.name.c_str());
    archive_entry_set_filetype(entry, member.type);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(member.bytes.size()));
    if (member.type == AE_IFLNK) archive_entry_set_symlink(entry, "/etc/passwd");
    done = done && archive_write_header(out, entry) == ARCHIVE_OK &&
           archive_write_data(out, member.bytes.data(), member.bytes.size()) ==
               static_cast<la_ssize_t>(member.bytes.size());
    archive_entry_free(entry);
  }
  done = done && archive_write_close(out) == ARCHIVE_OK;
  archive_write_free(out);
  if (!done) throw std::runtime_error(std::string("cannot make an archive of format ") + format);
  packed.resize(size);
  return packed;
}

}  // namespace eigenlex::testing
