#include "line_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

constexpr std::size_t kShownBytes = 40;

/// The path, unless it is a folder, of which a TextSource would read all files.
const std::string& a_file(const std::string& path) {
  std::error_code unknown;
  if (path != "-" && std::filesystem::is_directory(path, unknown)) {
    throw IoError::at_path(path, "is a folder; give one file");
  }
  return path;
}

}  // namespace

LineReader::LineReader(const std::string& path, const Progress& progress)
    : path_(path), source_({a_file(path)}), progress_(progress) {}

std::optional<std::string_view> LineReader::next() {
  if (rest_.empty()) {
    block_ = source_.next();
    if (!block_) return std::nullopt;
    rest_ = block_->text;
    report(progress_, source_.bytes_done(), source_.bytes_total());
  }
  ++number_;
  std::string_view line = take_field(rest_, '\n');
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

void LineReader::fail(std::string_view what) const {
  throw FormatError::at_line(path_, number_, what);
}

float LineReader::parse_value(std::string_view text, std::string_view what) const {
  const std::optional<double> number = parse_number(text);
  const auto value = static_cast<float>(number.value_or(NAN));
  if (!std::isfinite(value)) {
    fail(fmt::format("{} is \"{}\", must be a finite number up to 3.4e38", what,
                     text.substr(0, kShownBytes)));
  }
  return value;
}

std::string_view take_field(std::string_view& text, char separator) {
  const std::size_t length = std::min(text.find(separator), text.size());
  const std::string_view field = text.substr(0, length);
  text.remove_prefix(std::min(length + 1, text.size()));
  return field;
}

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end || error == std::errc::invalid_argument) return std::nullopt;
  // from_chars leaves the value as it was where it does not fit, too small or too large.
  if (error == std::errc::result_out_of_range) return HUGE_VAL;
  return value;
}

}  // namespace eigenlex
