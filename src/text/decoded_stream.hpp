#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "eigenlex/text/source_options.hpp"

#include "text/byte_stream.hpp"

struct UConverter;

namespace eigenlex::internal {

/// Whether it is UTF-8 by any of its names.
bool names_utf8(const std::string& encoding);

/// The bytes of a file, from an encoding other than UTF-8 turned into it. Not to be moved.
class DecodedStream {
 public:
  /// Throws as ByteStream does; the options are valid.
  DecodedStream(std::string path, const SourceOptions& options);
  ~DecodedStream();
  DecodedStream(const DecodedStream&) = delete;
  DecodedStream& operator=(const DecodedStream&) = delete;

  /// The next bytes, valid until the next call; none at the end. UTF-8 is handed out as it is,
  /// valid or not. Throws as ByteStream does, and FormatError naming the byte that the encoding
  /// does not have where such bytes are refused.
  std::string_view next();

  std::int64_t bytes_consumed() const { return bytes_.bytes_consumed(); }
  /// Bytes replaced so far.
  std::int64_t bytes_replaced() const { return replaced_; }

 private:
  class Converters;

  ByteStream bytes_;
  std::unique_ptr<Converters> converters_;  // null for UTF-8
  std::int64_t replaced_ = 0;
};

}  // namespace eigenlex::internal
