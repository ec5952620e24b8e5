#include "matrix/matrix_market.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/in_quotes.hpp"
#include "text/number_column.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::string_view kBanner = "%%matrixmarket";
constexpr std::int64_t kMostLabels = std::numeric_limits<std::int32_t>::max();

/// What the first line and the line of sizes say.
struct Header {
  bool has_values = true;
  bool symmetric = false;
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::int64_t entries = 0;
};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// The fields between blanks, at most one more than there may be.
template <std::size_t kMost>
std::vector<std::string_view> split(std::string_view line) {
  constexpr std::string_view kBlanks = " \t";
  std::vector<std::string_view> fields;
  while (fields.size() <= kMost) {
    line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
    if (line.empty()) break;
    const std::size_t length = std::min(line.find_first_of(kBlanks), line.size());
    fields.push_back(line.substr(0, length));
    line.remove_prefix(length);
  }
  return fields;
}

/// A whole number in `least` .. `most`.
std::int64_t parse_whole(std::string_view text, std::string_view what, std::int64_t least,
                         std::int64_t most, const TextLines& lines) {
  std::int64_t number = -1;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || number < least || number > most) {
    lines.fail(fmt::format("{} is {}, must be a whole number from {} to {}", what, in_quotes(text),
                           least, most));
  }
  return number;
}

float parse_value(std::string_view text, const TextLines& lines) {
  const auto value = static_cast<float>(parse_number(text).value_or(NAN));
  if (!std::isfinite(value)) {
    lines.fail(
        fmt::format("the value is {}, must be a finite number up to 3.4e38", in_quotes(text)));
  }
  return value;
}

void parse_banner(std::string_view line, Header& header, const TextLines& lines) {
  const std::string text = lower(line);
  const auto fields = split<5>(text);
  if (fields.size() != 5 || fields[0] != kBanner || fields[1] != "matrix") {
    lines.fail("must be \"%%MatrixMarket matrix FORMAT FIELD SYMMETRY\"");
  }
  if (fields[2] != "coordinate") {
    lines.fail(fmt::format("the format is \"{}\"; only sparse matrices, \"coordinate\", are read",
                           fields[2]));
  }
  // unsigned-integer is how SciPy writes unsigned arrays.
  constexpr std::array<std::string_view, 4> kFields{"real", "integer", "unsigned-integer",
                                                    "pattern"};
  if (std::ranges::count(kFields, fields[3]) == 0) {
    lines.fail(fmt::format(
        "the field is \"{}\", must be real, integer, unsigned-integer or pattern", fields[3]));
  }
  if (fields[4] != "general" && fields[4] != "symmetric") {
    lines.fail(fmt::format("the symmetry is \"{}\", must be general or symmetric", fields[4]));
  }
  header.has_values = fields[3] != "pattern";
  header.symmetric = fields[4] == "symmetric";
}

void parse_sizes(std::string_view line, Header& header, const TextLines& lines) {
  const auto fields = split<3>(line);
  if (fields.size() != 3) lines.fail("must be three numbers: rows, columns, entries");
  header.rows = parse_whole(fields[0], "the number of rows", 1, kMostLabels, lines);
  header.columns = parse_whole(fields[1], "the number of columns", 1, kMostLabels, lines);
  header.entries = parse_whole(fields[2], "the number of entries", 0,
                               std::numeric_limits<std::int64_t>::max(), lines);
  if (header.symmetric && header.rows != header.columns) {
    lines.fail("a symmetric matrix must have as many rows as columns");
  }
}

/// The next line that says something; nothing at the end.
std::optional<std::string_view> next_content(TextLines& lines) {
  while (const auto line = lines.next()) {
    const std::size_t begin = line->find_first_not_of(" \t");
    if (begin != std::string_view::npos && (*line)[begin] != '%') return line;
  }
  return std::nullopt;
}

/// Adds an entry; rows and columns count from 0.
void add_entry(std::string_view line, const Header& header, const TextLines& lines,
               std::vector<MatrixEntries::Entry>& entries) {
  const auto fields = split<3>(line);
  if (fields.size() != (header.has_values ? 3u : 2u)) {
    lines.fail(header.has_values ? "must be a row, a column and a value"
                                 : "must be a row and a column");
  }
  const auto row =
      static_cast<std::int32_t>(parse_whole(fields[0], "the row", 1, header.rows, lines) - 1);
  const auto column =
      static_cast<std::int32_t>(parse_whole(fields[1], "the column", 1, header.columns, lines) - 1);
  const float value = header.has_values ? parse_value(fields[2], lines) : 1;
  if (header.symmetric && column > row) {
    lines.fail("lies above the diagonal, but a symmetric file lists the cells on and below it");
  }
  entries.push_back({row, column, value});
  if (header.symmetric && column != row) entries.push_back({column, row, value});
}

/// Replaces the numbers that `get` gives by their ranks among those that occur; returns the names,
/// numbers from 1. So a header that lies about sizes costs nothing.
template <class Get>
std::vector<std::string> number_densely(std::vector<MatrixEntries::Entry>& entries,
                                        const Get& get) {
  std::vector<std::int32_t> numbers;
  numbers.reserve(entries.size());
  for (MatrixEntries::Entry& entry : entries) numbers.push_back(get(entry));
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  for (MatrixEntries::Entry& entry : entries) {
    std::int32_t& number = get(entry);
    const auto place = std::lower_bound(numbers.begin(), numbers.end(), number);
    number = static_cast<std::int32_t>(place - numbers.begin());
  }
  std::vector<std::string> names;
  names.reserve(numbers.size());
  for (const std::int32_t number : numbers)
    names.push_back(fmt::to_string(number + std::int64_t{1}));
  return names;
}

}  // namespace

bool is_matrix_market(std::string_view first_line) {
  return lower(first_line.substr(0, kBanner.size())) == kBanner;
}

MatrixEntries read_matrix_market(std::string_view first_line, TextLines& lines) {
  Header header;
  parse_banner(first_line, header, lines);
  const auto sizes = next_content(lines);
  if (!sizes) lines.fail("the file ends before its sizes: rows, columns, entries");
  parse_sizes(*sizes, header, lines);
  MatrixEntries result;
  std::int64_t read = 0;
  while (const auto line = next_content(lines)) {
    if (++read > header.entries) {
      lines.fail(fmt::format("is one entry more than the {} that the header says", header.entries));
    }
    add_entry(*line, header, lines, result.entries);
  }
  if (read < header.entries) {
    lines.fail(fmt::format("the file ends after {} of {} entries: it was cut short", read,
                           header.entries));
  }
  result.row_names = number_densely(
      result.entries, [](MatrixEntries::Entry& entry) -> std::int32_t& { return entry.row; });
  result.column_names = number_densely(
      result.entries, [](MatrixEntries::Entry& entry) -> std::int32_t& { return entry.column; });
  return result;
}

}  // namespace eigenlex::internal
