#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct archive;

namespace eigenlex {

/// True if a file that begins with `head` (its first 10 bytes, or all of a shorter one) is
/// compressed by gzip, bzip2, xz or Zstandard. The name of the file does not matter.
bool is_compressed(std::string_view head);

/// The bytes of a file or of standard input, decompressed where they are compressed by gzip, bzip2,
/// xz or Zstandard, through libarchive. Several compressed streams one after another are read as
/// one. Movable, not copyable.
class ByteStream {
 public:
  /// Opens a file, or standard input for "-". Throws IoError.
  explicit ByteStream(std::string path);

  /// Fills the buffer, except at the end of the data, and returns how many bytes were read.
  ///
  /// Throws IoError, or FormatError for data that cannot be decompressed, those cut short included.
  std::size_t read(std::span<char> buffer);

  /// Bytes taken from the file so far, as they are stored there.
  std::int64_t bytes_consumed() const;

 private:
  struct Close {
    void operator()(archive* stream) const;
  };

  std::string name_;  // for messages
  std::unique_ptr<archive, Close> stream_;
  bool ended_ = false;
};

}  // namespace eigenlex
