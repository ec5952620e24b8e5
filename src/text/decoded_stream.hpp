#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "eigenlex/text/source_options.hpp"

#include "text/archive_stream.hpp"

struct UConverter;

namespace eigenlex::internal {

/// Whether it is UTF-8 by any of its names.
bool names_utf8(const std::string& encoding);

/// The bytes of a member of a stream, from an encoding other than UTF-8 turned into it. Not to be
/// moved.
class DecodedStream {
 public:
  /// `name` is what messages call the member; the options are valid.
  DecodedStream(std::shared_ptr<ArchiveStream> bytes, std::string name,
                const SourceOptions& options);
  ~DecodedStream();
  DecodedStream(const DecodedStream&) = delete;
  DecodedStream& operator=(const DecodedStream&) = delete;

  /// The first bytes as they are stored, 64 KiB or all there are; to be asked for before `next`,
  /// which gives them too. Throws as ArchiveStream does.
  std::string_view beginning();

  /// The next bytes, valid until the next call; none at the end. UTF-8 is handed out as it is,
  /// valid or not. Throws as ArchiveStream does, and FormatError naming the byte that the encoding
  /// does not have where such bytes are refused.
  std::string_view next();

  /// Of the whole stream.
  std::int64_t bytes_consumed() const { return bytes_->bytes_consumed(); }
  /// Bytes replaced so far.
  std::int64_t bytes_replaced() const { return replaced_; }

 private:
  class Converters;

  std::string_view next_bytes();

  std::shared_ptr<ArchiveStream> bytes_;
  std::string beginning_;
  bool is_begun_ = false;
  std::unique_ptr<Converters> converters_;  // null for UTF-8
  std::int64_t replaced_ = 0;
};

}  // namespace eigenlex::internal
