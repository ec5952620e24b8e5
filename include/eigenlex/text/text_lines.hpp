#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/text/text_source.hpp"

namespace eigenlex {

/// The lines of one file, or of a text in memory, without their ends (LF or CR LF) and without a
/// byte order mark. Movable, not copyable.
class TextLines {
 public:
  /// Of a file, compressed or not, or of standard input for "-". `progress` counts its bytes.
  /// Throws IoError, also for a folder. A file that is known to be of another kind than text, such
  /// as a ZIP archive or UTF-16, is a FormatError of `next` that names it.
  static TextLines of_file(const std::string& path, Progress progress = {});
  /// Of a text, which must outlive the lines; `name` stands for its path in messages.
  static TextLines of_text(std::string_view text, std::string name);

  /// From now on, `next` throws FormatError for a line that is not UTF-8, has a NUL byte or
  /// more than 16 MiB.
  void require_utf8() { utf8_ = true; }

  /// The next line, valid until the next call; nothing after the last. Throws as TextSource.
  std::optional<std::string_view> next();
  /// Has `next` return the line again that it returned last. Not twice in a row.
  void put_back();
  /// Number of the line that `next` returned last, from 1; in the end that of the last line.
  std::int64_t number() const { return number_; }
  /// The path of the file.
  const std::string& name() const { return name_; }

  /// Throws FormatError that names the present line.
  [[noreturn]] void fail(std::string_view what) const;

 private:
  explicit TextLines(std::string name) : name_(std::move(name)) {}

  bool next_block();
  void check(std::string_view line) const;

  std::string name_;
  std::unique_ptr<TextSource> source_;  // nothing where the text is in memory
  Progress progress_;
  std::optional<TextBlock> block_;
  std::string_view rest_;
  std::string_view rest_before_;  // the rest before the line returned last
  std::int64_t number_ = 0;
  bool utf8_ = false;
};

/// The part of `text` before the first separator, which is removed with it; all of it where there
/// is none.
std::string_view take_field(std::string_view& text, char separator);

}  // namespace eigenlex
