#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/core/notes.hpp"
#include "eigenlex/text/source_options.hpp"

namespace eigenlex {

namespace internal {
class ArchiveStream;
}

/// Some whole documents of a text. The last line may lack its newline: it ends where the block
/// ends.
struct TextBlock {
  /// Valid while `storage`, or a copy of it, lives.
  std::string_view text;
  std::shared_ptr<const void> storage;
  /// The file it is of, "standard input" for "-".
  std::shared_ptr<const std::string> file;
  /// Where `text` begins in the file's text: decompressed, as UTF-8.
  std::int64_t offset = 0;
};

/// The files that paths name, in the order in which they are read: a path is a file, "-" for
/// standard input, or a folder: then all files in it and in its folders, in the byte order of their
/// paths, hidden ones (their names begin with a dot) and links to folders left out. Throws IoError
/// for a folder without files or one that cannot be listed.
std::vector<std::string> list_files(const std::vector<std::string>& paths);

/// The documents of one or more files as blocks of about 1 MiB, in the order of the files.
///
/// Files compressed by gzip, bzip2, xz or Zstandard are recognized by their content and
/// decompressed. A ZIP or tar archive stands for the files in it, in the order in which they are
/// stored, hidden ones, links and folders left out; nothing is unpacked to disk. What is no text is
/// refused by what it is, or left out of an archive, which `notes` tells; so is what is not UTF-8
/// unless another encoding is named: then it becomes UTF-8. A byte order mark at the start of a
/// file is skipped. Lines end by LF, CR LF or, in a file without LF, CR, which becomes LF. The last
/// document of a file ends with the file.
///
/// A block ends with the first document that ends at or after 1 MiB, so a document of any length is
/// in one block, which is in memory whole. Where blocks end depends on the text alone.
class TextSource {
 public:
  /// Lists the files, as `list_files` does. Throws OptionError if there is no path or for bad
  /// options, IoError also for a path that is missing or cannot be read.
  explicit TextSource(const std::vector<std::string>& paths, const SourceOptions& options = {});
  ~TextSource();

  /// The first bytes of the text, at most 1 MiB, of as many files as that takes, a newline between
  /// two of them. Nothing is taken off: `next` gives them too. Throws as `next` does. To be called
  /// before `next`.
  std::string sample();

  /// From here on, archives are refused as other files are that hold no text: for tables, which
  /// are one text each. To be called before all else.
  void refuse_archives() { opens_archives_ = false; }

  /// How documents are told apart from here on; kAuto is for who has not called `next` yet.
  void set_document(DocumentKind document);

  /// The next block, or nothing after the last. The bytes are as they are stored unless they were
  /// of another encoding, and may be none of UTF-8. Throws IoError, also for a file that was
  /// changed while it was read, or FormatError for a compressed file that is damaged or cut short,
  /// a file that is no text, or bytes that the encoding named does not have.
  std::optional<TextBlock> next();

  /// Bytes of the files read so far, as they are stored (compressed).
  std::int64_t bytes_done() const;
  /// Bytes of all files as they are stored, or 0 if unknown, as for standard input.
  std::int64_t bytes_total() const { return bytes_total_; }
  /// Bytes that the encoding named does not have and that were replaced, in what was read so far.
  std::int64_t bytes_replaced() const;
  /// What was left out of archives that were read to their end.
  const Notes& notes() const { return notes_; }

 private:
  class FileReader;
  /// Of the file that is open: how many texts in it were opened, and what was none.
  struct Members {
    std::string file;
    std::int64_t texts = 0;
    std::int64_t left_out = 0;
    std::string example = {};
  };

  /// The reader of the next text that has none yet, once all before it are read to their end; null
  /// after the last.
  FileReader* open_next();
  FileReader* open_member();
  FileReader* add_reader(const std::string& name, std::int64_t begin);
  void end_archive();

  SourceOptions options_;
  std::vector<std::string> files_;
  bool opens_archives_ = true;
  std::size_t next_file_ = 0;
  std::shared_ptr<internal::ArchiveStream>
      stream_;  // of the file before next_file_, while it may have more
  Members members_;
  Notes notes_;
  std::deque<std::unique_ptr<FileReader>> readers_;  // of the texts opened, in order
  std::int64_t bytes_finished_ = 0;                  // in the files before those
  std::int64_t replaced_finished_ = 0;
  std::int64_t bytes_total_ = 0;
};

}  // namespace eigenlex
