#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eigenlex {

/// Some whole lines of a text. The last line may lack its newline: it ends where the block ends.
struct TextBlock {
  /// Valid while `storage`, or a copy of it, lives.
  std::string_view text;
  std::shared_ptr<const void> storage;
};

/// The lines of one or more files as blocks of about 1 MiB, in the order of the files.
///
/// A path is a file, "-" for standard input, or a folder: then all files in it and in its folders,
/// in the byte order of their paths, hidden ones (their names begin with a dot) and links to
/// folders left out. Files compressed by gzip, bzip2, xz or Zstandard are recognized by their
/// content and decompressed. A byte order mark of UTF-8 at the start of a file is skipped. The last
/// line of a file ends with the file.
///
/// A block ends at the first newline at or after 1 MiB or with the file, so a line of any length is
/// in one block, which is in memory whole. Where blocks end depends on the text alone.
class TextSource {
 public:
  /// Lists the files. Throws OptionError if there is no path, IoError for a path that is missing,
  /// cannot be read, or is a folder without files.
  explicit TextSource(const std::vector<std::string>& paths);
  ~TextSource();

  /// The next block, or nothing after the last. Throws IoError, also for a file that was changed
  /// while it was read, or FormatError for a compressed file that is damaged or cut short.
  std::optional<TextBlock> next();

  /// The files in the order in which they are read.
  const std::vector<std::string>& files() const { return files_; }
  /// Bytes of the files read so far, as they are stored (compressed).
  std::int64_t bytes_done() const;
  /// Bytes of all files as they are stored, or 0 if unknown, as for standard input.
  std::int64_t bytes_total() const { return bytes_total_; }

 private:
  class FileReader;

  std::vector<std::string> files_;
  std::size_t next_file_ = 0;
  std::unique_ptr<FileReader> reader_;  // of the file before next_file_, null between files
  std::int64_t bytes_finished_ = 0;     // in the files before that
  std::int64_t bytes_total_ = 0;
};

}  // namespace eigenlex
