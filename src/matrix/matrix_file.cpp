#include "eigenlex/matrix/matrix_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/word_table.hpp"

#include "core/in_quotes.hpp"
#include "matrix/matrix_market.hpp"
#include "text/number_column.hpp"
#include "text/table_reader.hpp"

namespace eigenlex {
namespace {

using internal::in_quotes;
using internal::is_matrix_market;
using internal::may_name_numbers;
using internal::name_of;
using internal::NumberColumn;
using internal::parse_number;
using internal::read_matrix_market;
using internal::Separator;
using internal::TableField;
using internal::TableReader;

/// Row, column and value.
constexpr std::size_t kFields = 3;

/// The names of rows or columns, numbered as they come.
class Labels {
 public:
  std::int32_t number_of(std::string_view name) { return table_.intern(name); }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(table_.size()));
    for (std::int32_t id = 0; id < table_.size(); ++id) names.emplace_back(table_.word(id));
    return names;
  }

 private:
  WordTable table_;
};

/// The letters of a name in lower case, without an ending that says that it is a name or a number:
/// "user" for "User-ID".
std::string stem_of(std::string_view name) {
  std::string stem;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') stem += static_cast<char>(c - 'A' + 'a');
    if (c >= 'a' && c <= 'z') stem += c;
  }
  for (const std::string_view ending : {"id", "name", "idx", "index"}) {
    if (stem.size() > ending.size() && stem.ends_with(ending)) {
      stem.erase(stem.size() - ending.size());
      break;
    }
  }
  return stem;
}

template <std::size_t kSize>
bool is_one_of(std::string_view name, const std::array<std::string_view, kSize>& stems) {
  return std::ranges::count(stems, stem_of(name)) > 0;
}

/// Whether a column is called what columns of rows, such as users, are called.
bool names_rows(std::string_view name) {
  return is_one_of(name, std::to_array<std::string_view>(
                             {"user", "u", "row", "customer", "reviewer", "listener", "visitor",
                              "session", "person", "member", "document", "doc", "source", "word"}));
}

bool names_columns(std::string_view name) {
  return is_one_of(
      name, std::to_array<std::string_view>(
                {"item", "i", "movie", "film", "product", "artist", "song", "track", "book", "isbn",
                 "asin", "column", "col", "business", "page", "term", "context", "target", "tag"}));
}

bool names_values(std::string_view name) {
  return is_one_of(name, std::to_array<std::string_view>(
                             {"rating", "bookrating", "value", "score", "count", "plays",
                              "playcount", "weight", "stars", "clicks", "quantity", "overall"}));
}

bool names_times(std::string_view name) {
  return is_one_of(name, std::to_array<std::string_view>({"timestamp", "time", "date", "datetime",
                                                          "ts", "unixtime", "created", "rated"}));
}

/// Reads the entries of a table, a line each.
class EntryReader {
 public:
  EntryReader(TextLines lines, const std::vector<std::string>& columns)
      : table_(std::move(lines),
               {.field_counts = {kFields, kFields - 1},
                .numbers_from = kFields - 1,
                .separators = {Separator::kTab, Separator::kDoubleColon, Separator::kSemicolon,
                               Separator::kComma, Separator::kBlanks},
                .comments = false,
                .columns = columns}) {}

  MatrixEntries read() {
    if (table_.next()) read_first();
    while (table_.next()) read_entry(table_.fields());
    numbers_.finish(table_.name());
    note_lonely_first_line();
    result_.row_names = rows_.names();
    result_.column_names = columns_.names();
    result_.notes = std::move(table_.notes());
    return std::move(result_);
  }

 private:
  /// The first line is the first entry or names the columns.
  void read_first() {
    const std::span<const TableField> fields = table_.fields();
    if (fields.size() < kFields - 1) fail_for_size(fields);
    has_values_ = fields.size() >= kFields;
    if (table_.header().empty() && is_header(fields)) {
      table_.note_header();
      use_header(fields);
    } else {
      first_line_ = table_.line();
      read_entry(fields);
    }
  }

  bool is_header(std::span<const TableField> fields) const {
    if (!has_values_) {
      const bool numbers_follow = table_.goes_on_with_numbers(0) && table_.goes_on_with_numbers(1);
      return (names_rows(fields[0].text) && names_columns(fields[1].text)) ||
             (numbers_follow && !parse_number(fields[0].text) && !parse_number(fields[1].text));
    }
    const std::string_view third = fields[kFields - 1].text;
    return !NumberColumn().parse(third, 0) && may_name_numbers(third);
  }

  /// Finds the values by the names of the columns.
  void use_header(std::span<const TableField> fields) {
    header_size_ = fields.size();
    if (!has_values_ || table_.has_columns() || names_values(fields[value_].text)) return;
    const auto named = std::find_if(fields.begin() + kFields, fields.end(),
                                    [](const TableField& f) { return names_values(f.text); });
    if (named != fields.end()) {
      value_ = static_cast<std::size_t>(named - fields.begin());
      table_.note(
          fmt::format("the values are in column {}, {}", value_ + 1, in_quotes(named->text)));
    } else if (names_times(fields[value_].text)) {
      has_values_ = false;
      may_have_more_ = true;
      table_.note(fmt::format("column {}, {}, holds no values: each line counts 1", value_ + 1,
                              in_quotes(fields[value_].text)));
    }
  }

  void read_entry(std::span<const TableField> fields) {
    if (fields.size() < kFields - 1) fail_for_size(fields);
    for (std::size_t i = 0; i < kFields - 1; ++i) {
      if (fields[i].text.empty()) {
        table_.fail(fmt::format("the name of the {} is empty", i == 0 ? "row" : "column"));
      }
    }
    if (has_values_ && fields.size() <= value_) {
      table_.fail("has no value, but lines before it have one");
    }
    if (!has_values_ && !may_have_more_ && fields.size() >= kFields) {
      table_.fail("has a value, but lines before it have none");
    }
    const float value = has_values_ ? value_of(fields[value_].text) : 1;
    result_.entries.push_back(
        {rows_.number_of(fields[0].text), columns_.number_of(fields[1].text), value});
  }

  float value_of(std::string_view text) {
    const double number = numbers_.parse(text, table_.line()).value_or(NAN);
    const auto value = static_cast<float>(number);
    // A digit that rounds to 0 would have the cell left out.
    const bool vanishes =
        value == 0 && text.substr(0, text.find_first_of("eE")).find_first_of("123456789") !=
                          std::string_view::npos;
    if (!std::isfinite(value) || vanishes) {
      table_.fail(
          fmt::format("the value is {}, must be a finite number, 0 or of a size from 1e-45 "
                      "to 3.4e38",
                      in_quotes(text)));
    }
    if (table_.may_split_number(value_, header_size_)) {
      table_.fail(
          fmt::format("\"{},{}\" may be a value with a decimal comma or two columns: write "
                      "a decimal point, or name the columns",
                      text, table_.fields()[value_ + 1].text));
    }
    return value;
  }

  [[noreturn]] void fail_for_size(std::span<const TableField> fields) const {
    table_.fail(
        fmt::format("must be a row, a column, and maybe a value; found {} fields, parted "
                    "by {}",
                    fields.size(), name_of(table_.separator())));
  }

  /// A header whose words are not known as such is an entry like others.
  void note_lonely_first_line() {
    if (has_values_ || first_line_ == 0 || table_.has_columns()) return;
    const auto others = std::span(result_.entries).subspan(1);
    const bool is_lonely =
        others.size() > 1 && std::ranges::none_of(others, [](const MatrixEntries::Entry& entry) {
          return entry.row == 0 || entry.column == 0;
        });
    if (!is_lonely) return;
    table_.note(
        fmt::format("line {} is read as an entry, though its names occur nowhere else; if it "
                    "is a header, name the columns as it does",
                    first_line_));
  }

  TableReader table_;
  NumberColumn numbers_;
  MatrixEntries result_;
  Labels rows_, columns_;
  std::size_t value_ = kFields - 1;  // column of the values
  std::size_t header_size_ = 0;
  std::int64_t first_line_ = 0;  // where it is an entry
  bool has_values_ = true;
  bool may_have_more_ = false;
};

/// Skips lines that begin with a # and a blank, as lists of edges do; a name may begin with a #.
std::int64_t skip_comments(TextLines& lines) {
  std::int64_t comments = 0;
  while (const auto line = lines.next()) {
    if (!line->starts_with("# ") && !line->starts_with("#\t") && *line != "#") {
      lines.put_back();
      break;
    }
    ++comments;
  }
  return comments;
}

LabelledMatrix read(TextLines lines, const std::vector<std::string>& columns) {
  const std::string name = lines.name();
  const auto first = lines.next();
  if (first && is_matrix_market(*first)) {
    // The next line may take the place of the first.
    const std::string banner(*first);
    return labelled_matrix(read_matrix_market(banner, lines), LabelOrder::kAsGiven);
  }
  if (first) lines.put_back();
  const std::int64_t comments = skip_comments(lines);
  MatrixEntries entries = EntryReader(std::move(lines), columns).read();
  if (comments > 0) {
    entries.notes.push_back(
        fmt::format("{}: {} at the beginning {} left out as comments", name,
                    comments == 1 ? "a line" : fmt::format("{} lines", comments),
                    comments == 1 ? "is" : "are"));
  }
  return labelled_matrix(std::move(entries), LabelOrder::kBySize);
}

}  // namespace

LabelledMatrix read_matrix_file(const std::string& path, const Progress& progress,
                                const std::vector<std::string>& columns) {
  if (!columns.empty() && columns.size() != kFields && columns.size() != kFields - 1) {
    throw OptionError("columns", fmt::format("{} columns", columns.size()),
                      "must be those of row, column and value, or of row and column");
  }
  LabelledMatrix matrix = read(TextLines::of_file(path, progress), columns);
  if (matrix.values.nonzeros() == 0) {
    throw FormatError::at_path(path, "holds no cell whose value is not 0");
  }
  return matrix;
}

}  // namespace eigenlex
