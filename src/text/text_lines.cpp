#include "eigenlex/text/text_lines.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/utf8.hpp"

namespace eigenlex {
namespace {

constexpr std::size_t kLongestLine = std::size_t{1} << 24;

}  // namespace

TextLines TextLines::of_file(const std::string& path, Progress progress) {
  std::error_code unknown;
  if (path != "-" && std::filesystem::is_directory(path, unknown)) {
    throw IoError::at_path(path, "is a folder, but a file of lines is expected", EISDIR);
  }
  TextLines lines(path == "-" ? "standard input" : path);
  lines.source_ = std::make_unique<TextSource>(std::vector<std::string>{path});
  lines.source_->refuse_archives();
  lines.progress_ = std::move(progress);
  return lines;
}

TextLines TextLines::of_text(std::string_view text, std::string name) {
  TextLines lines(std::move(name));
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  lines.rest_ = text;
  return lines;
}

bool TextLines::next_block() {
  if (source_ == nullptr) return false;
  block_ = source_->next();
  if (!block_) return false;
  rest_ = block_->text;
  report(progress_, source_->bytes_done(), source_->bytes_total());
  return true;
}

std::optional<std::string_view> TextLines::next() {
  while (rest_.empty()) {
    if (!next_block()) return std::nullopt;
  }
  ++number_;
  rest_before_ = rest_;
  std::string_view line = take_field(rest_, '\n');
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (utf8_) check(line);
  return line;
}

void TextLines::put_back() {
  rest_ = rest_before_;
  --number_;
}

void TextLines::check(std::string_view line) const {
  if (line.size() > kLongestLine) {
    fail(fmt::format("a line of {} bytes: the longest allowed has {}", line.size(), kLongestLine));
  }
  if (!is_utf8(line)) fail("not UTF-8: convert the file with `iconv -t utf-8`");
  if (line.find('\0') != std::string_view::npos) fail("has a NUL byte, as no text has: damaged?");
}

void TextLines::fail(std::string_view what) const {
  throw FormatError::at_line(name_, number_, what);
}

std::string_view take_field(std::string_view& text, char separator) {
  const std::size_t length = std::min(text.find(separator), text.size());
  const std::string_view field = text.substr(0, length);
  text.remove_prefix(std::min(length + 1, text.size()));
  return field;
}

}  // namespace eigenlex
