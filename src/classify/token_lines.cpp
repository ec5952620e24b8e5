#include "classify/token_lines.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/text_lines.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::string_view kSpace = " \t\v\f\r";
constexpr std::string_view kDocumentMark = "-DOCSTART-";
constexpr std::string_view kNamesOfColumns = "# global.columns =";
constexpr std::size_t kColumnsOfConllU = 10;
constexpr std::size_t kUniversalTag = 3;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// The whole number that all of the text is.
std::optional<std::size_t> whole_number(std::string_view text) {
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

/// Whether the text is two numbers and the mark between them, such as 1-2 or 1.1.
bool is_span(std::string_view text) {
  const std::size_t mark = text.find_first_of("-.");
  if (mark == std::string_view::npos) return false;
  const std::string_view second = text.substr(mark + 1);
  const auto is_digits = [](std::string_view digits) {
    return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return is_digits(text.substr(0, mark)) && is_digits(second);
}

/// Finds out what the lines of a file are.
class LineSorter {
 public:
  explicit LineSorter(TokenLines& file) : file_(file) {}

  void sort(const std::vector<std::string>& columns) {
    find_separator();
    size_ = usual_size();
    bool in_sentence = false;
    for (const std::string& line : file_.lines) {
      const TokenLineKind kind = kind_of(line, in_sentence);
      if (kind == TokenLineKind::kEnd) in_sentence = false;
      if (kind == TokenLineKind::kToken) in_sentence = true;
      file_.kinds.push_back(kind);
    }
    if (columns.empty()) {
      leave_out_numbers();
    } else {
      choose(columns);
    }
  }

 private:
  static bool is_mark(std::string_view line) { return trimmed(line).starts_with(kDocumentMark); }

  void find_separator() {
    const auto first = std::ranges::find_if(file_.lines, [](const std::string& line) {
      return !trimmed(line).empty() && !is_mark(line) && !line.starts_with('#');
    });
    file_.parted_by_tabs =
        first != file_.lines.end() && trimmed(*first).find('\t') != std::string::npos;
  }

  /// The number of columns that most lines have, of those that are no comments for certain.
  std::size_t usual_size() const {
    std::map<std::size_t, std::size_t> sizes;
    for (const std::string& line : file_.lines) {
      if (!trimmed(line).empty() && !is_mark(line) && !line.starts_with('#')) {
        ++sizes[file_.columns_of(line).size()];
      }
    }
    const auto most =
        std::ranges::max_element(sizes, {}, [](const auto& size) { return size.second; });
    return most == sizes.end() ? 0 : most->first;
  }

  TokenLineKind kind_of(std::string_view line, bool in_sentence) const {
    if (trimmed(line).empty()) return TokenLineKind::kEnd;
    if (is_mark(line)) return TokenLineKind::kLeftOut;
    const bool is_comment =
        line.starts_with('#') && !in_sentence &&
        (file_.columns_of(line).size() != size_ || line.find(" = ") != std::string_view::npos);
    return is_comment && size_ > 0 ? TokenLineKind::kLeftOut : TokenLineKind::kToken;
  }

  /// Calls `body(number, columns)` for each line of a token.
  template <class Body>
  void for_each_token(const Body& body) const {
    for (std::size_t i = 0; i < file_.lines.size(); ++i) {
      if (file_.kinds[i] == TokenLineKind::kToken) body(i, file_.columns_of(file_.lines[i]));
    }
  }

  /// Whether the first columns number the tokens of each sentence from `first` on.
  bool are_numbered_from(std::size_t first) const {
    std::size_t expected = first, longest = 0;
    for (std::size_t i = 0; i < file_.lines.size(); ++i) {
      if (file_.kinds[i] == TokenLineKind::kEnd) expected = first;
      if (file_.kinds[i] != TokenLineKind::kToken) continue;
      const auto columns = file_.columns_of(file_.lines[i]);
      if (columns.size() < 2) return false;
      if (is_span(columns[0])) continue;
      if (whole_number(columns[0]) != expected) return false;
      ++expected;
      longest = std::max(longest, expected - first);
    }
    return longest > 1 || (longest == 1 && size_ > 2);
  }
  bool are_numbered() const { return are_numbered_from(1) || are_numbered_from(0); }

  void leave_out_numbers() {
    if (!are_numbered()) return;
    file_.token = 1;
    if (size_ == kColumnsOfConllU) file_.tag = kUniversalTag;
    file_.notes.push_back(
        fmt::format("{}: the first column numbers the tokens; they are in column 2, tags in {}",
                    file_.path, file_.tag ? "column 4" : "the last"));
    leave_out_spans();
  }

  void leave_out_spans() {
    std::size_t spans = 0;
    for_each_token([&](std::size_t line, const std::vector<std::string_view>& columns) {
      if (!is_span(columns[0])) return;
      file_.kinds[line] = TokenLineKind::kLeftOut;
      ++spans;
    });
    if (spans == 0) return;
    file_.notes.push_back(
        fmt::format("{}: {} lines of several tokens (1-2) or of none (1.1) are left "
                    "out",
                    file_.path, spans));
  }

  void choose(const std::vector<std::string>& columns) {
    std::vector<std::size_t> places;
    for (const std::string& column : columns) {
      const auto number = whole_number(column);
      if (number == 0) {
        throw OptionError("TaggedSentenceOptions.columns", column,
                          "must be numbers from 1, or names");
      }
      if (number) places.push_back(*number - 1);
    }
    if (places.size() < columns.size()) places = places_of(columns);
    const bool numbered = are_numbered();
    file_.token = places.front();
    file_.tag = places.back();
    if (numbered && file_.token != 0) leave_out_spans();
  }

  /// The places of columns by the names that the file gives them.
  std::vector<std::size_t> places_of(const std::vector<std::string>& columns) {
    std::vector<std::string_view> names;
    std::size_t header = 0;
    while (header < file_.lines.size() && file_.kinds[header] == TokenLineKind::kEnd) ++header;
    if (header < file_.lines.size()) {
      const std::string_view line = file_.lines[header];
      const bool is_comment = line.starts_with(kNamesOfColumns);
      TokenLines by_blanks;
      names = is_comment ? by_blanks.columns_of(line.substr(kNamesOfColumns.size()))
                         : file_.columns_of(line);
    }
    std::vector<std::size_t> places;
    for (const std::string& column : columns) {
      const auto found = std::ranges::find(names, column);
      if (found == names.end()) {
        throw FormatError::at_line(file_.path, static_cast<std::int64_t>(header) + 1,
                                   fmt::format("has no column named {}", column));
      }
      places.push_back(static_cast<std::size_t>(found - names.begin()));
    }
    file_.kinds[header] = TokenLineKind::kLeftOut;
    file_.notes.push_back(fmt::format("{}: line {} is taken for a header: {}", file_.path,
                                      header + 1, fmt::join(names, ", ")));
    return places;
  }

  TokenLines& file_;
  std::size_t size_ = 0;  // columns of most lines
};

}  // namespace

std::vector<std::string_view> TokenLines::columns_of(std::string_view line) const {
  std::vector<std::string_view> columns;
  line = line.substr(0, line.find_last_not_of(kSpace) + 1);
  if (!parted_by_tabs) line = trimmed(line);
  while (!line.empty()) {
    const std::size_t end =
        std::min(parted_by_tabs ? line.find('\t') : line.find_first_of(kSpace), line.size());
    columns.push_back(trimmed(line.substr(0, end)));
    line.remove_prefix(std::min(end + 1, line.size()));
    if (!parted_by_tabs) line = trimmed(line);
  }
  return columns;
}

TokenLines read_token_lines(const std::string& path, const std::vector<std::string>& columns) {
  TokenLines file;
  file.path = path;
  TextLines lines = TextLines::of_file(path);
  lines.require_utf8();
  while (const auto line = lines.next()) file.lines.emplace_back(*line);
  LineSorter(file).sort(columns);
  return file;
}

}  // namespace eigenlex::internal
