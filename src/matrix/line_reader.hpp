#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/text/text_source.hpp"

namespace eigenlex {

/// The lines of one file, decompressed, without their ends (LF or CR LF).
class LineReader {
 public:
  /// Throws IoError; `progress` counts the bytes of the file and has to outlive the reader.
  LineReader(const std::string& path, const Progress& progress);

  /// The next line, valid until the next call; nothing after the last. Throws as TextSource.
  std::optional<std::string_view> next();
  /// Number of the line that `next` returned last, from 1; in the end that of the last line.
  std::int64_t number() const { return number_; }
  const std::string& path() const { return path_; }

  /// Throws FormatError that names the present line.
  [[noreturn]] void fail(std::string_view what) const;
  /// A number in text, finite and in the range of float. Throws FormatError, calling it `what`.
  float parse_value(std::string_view text, std::string_view what) const;

 private:
  std::string path_;
  TextSource source_;
  const Progress& progress_;
  std::optional<TextBlock> block_;
  std::string_view rest_;
  std::int64_t number_ = 0;
};

/// The part of `text` before the first separator, which is removed with it; all of it where there
/// is none.
std::string_view take_field(std::string_view& text, char separator);

/// Whether all of `text` is a number, finite or not; a sign may precede it.
std::optional<double> parse_number(std::string_view text);

}  // namespace eigenlex
