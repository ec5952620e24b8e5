#include "text_lines.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <unicode/utf8.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/text_source.hpp"

namespace eigenlex {
namespace {

constexpr std::size_t kLongestLine = std::size_t{1} << 24;

bool is_utf8(std::string_view text) {
  const std::int32_t size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 code_point = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // within ICU's macro
    U8_NEXT(text.data(), i, size, code_point);
#pragma GCC diagnostic pop
    if (code_point < 0) return false;
  }
  return true;
}

void check_line(const std::string& path, std::int64_t number, std::string_view line) {
  if (line.size() > kLongestLine) {
    throw FormatError::at_line(
        path, number,
        fmt::format("a line of {} bytes: the longest allowed has {}", line.size(), kLongestLine));
  }
  if (!is_utf8(line)) {
    throw FormatError::at_line(path, number, "not UTF-8: convert the file with `iconv -t utf-8`");
  }
}

}  // namespace

void for_each_text_line(const std::string& path,
                        const std::function<void(std::int64_t, std::string_view)>& take) {
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown)) {
    throw IoError::at_path(path, "is a folder, but a file of lines is expected");
  }
  TextSource source({path});
  std::int64_t number = 0;
  while (const std::optional<TextBlock> block = source.next()) {
    std::string_view text = block->text;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      if (line.ends_with('\r')) line.remove_suffix(1);
      check_line(path, ++number, line);
      take(number, line);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }
}

}  // namespace eigenlex
