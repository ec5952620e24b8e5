#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "eigenlex/text/source_options.hpp"

struct archive;

namespace eigenlex::internal {

/// A file, or standard input for "-", as libarchive reads it: decompressed by gzip, bzip2, xz or
/// Zstandard, told by its content. What is in it is one member without a name; where archives are
/// opened, a ZIP or tar archive has its own members, in the order in which they are stored.
///
/// Nothing is kept or written: members are read one after another, and names are names only.
/// Movable, not copyable.
class ArchiveStream {
 public:
  /// Opens the file, waiting for one who writes if it is a named pipe; for "-" takes what `feed`
  /// gives, standard input if it is empty. Throws IoError, FormatError for data that cannot be
  /// decompressed, and what the feed throws, as all that reads.
  ArchiveStream(const std::string& path, bool opens_archives, ByteFeed feed = {});

  /// Moves on to the next member, which is the first at the first call; false after the last.
  /// Throws as `read` does.
  bool next_member();
  /// The next bytes of the member, valid until the next call; none at its end.
  ///
  /// Throws IoError, also at the end of a regular file that was changed since it was opened, or
  /// FormatError: for data that cannot be decompressed, those cut short included, for what
  /// follows compressed data, for encrypted ones, and for those that become more than 1,000 times
  /// as many, as no text does.
  std::string_view read();

  bool is_archive() const { return is_archive_; }
  /// The name of the member as messages show it, with what does not print escaped.
  const std::string& member() const { return member_; }
  /// Whether the member is a file that is kept here: no folder, link or device.
  bool is_file() const { return is_file_; }
  /// Bytes taken from the file so far, as they are stored there.
  std::int64_t bytes_consumed() const;

 private:
  struct Close {
    void operator()(archive* stream) const;
  };
  /// A file that is open, and what it was when it was opened.
  class Input;
  /// A feed as libarchive reads it.
  class Fed;

  int open_input(const std::string& path, ByteFeed feed);
  [[noreturn]] void fail() const;
  void check_size() const;
  void check_end() const;
  void check_unchanged() const;
  std::string where() const;

  std::string name_;                    // for messages
  std::shared_ptr<const Input> input_;  // outlives the stream, as does the next; one is null
  std::shared_ptr<Fed> fed_;
  std::unique_ptr<archive, Close> stream_;
  std::string member_;
  std::int64_t bytes_read_ = 0;
  bool is_archive_ = false;
  bool is_file_ = true;
  bool is_encrypted_ = false;
  bool member_ended_ = true;
  bool ended_ = false;
};

}  // namespace eigenlex::internal
