#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "eigenlex/text/source_options.hpp"

namespace eigenlex::internal {

class ArchiveStream;

/// The bytes of a file or of standard input, decompressed where they are compressed by gzip, bzip2,
/// xz or Zstandard, through libarchive; content decides, not the name. Several compressed streams
/// one after another are read as one. Movable, not copyable.
class ByteStream {
 public:
  /// Opens a file, waiting for one who writes if it is a named pipe, or takes for "-" what `feed`
  /// gives, standard input if it is empty. Throws IoError, and what the feed throws.
  explicit ByteStream(const std::string& path, ByteFeed feed = {});
  ByteStream(ByteStream&& other) noexcept;
  ByteStream& operator=(ByteStream&& other) noexcept;
  ~ByteStream();

  /// The next bytes, valid until the next call; none at the end of the data.
  ///
  /// Throws IoError, also at the end of a regular file that was changed since it was opened, or
  /// FormatError for data that cannot be decompressed, those cut short included.
  std::string_view next();

  /// Bytes taken from the file so far, as they are stored there.
  std::int64_t bytes_consumed() const;

 private:
  std::unique_ptr<ArchiveStream> stream_;
};

/// Whether a file that begins with these bytes, six at least, is decompressed by ByteStream.
bool is_compressed(std::string_view beginning);

}  // namespace eigenlex::internal
