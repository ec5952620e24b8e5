#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/core/notes.hpp"
#include "eigenlex/text/text_lines.hpp"

namespace eigenlex::internal {

/// What may stand around a field and is no part of it.
inline constexpr std::string_view kBlankCharacters = " \t";

class FieldSplitter;

/// What parts the fields of a table: one thing in all of its lines.
enum class Separator {
  kTab,
  kDoubleColon,  ///< `::`, as in ratings of MovieLens
  kSemicolon,
  kComma,
  kBlanks,  ///< runs of spaces and tabs
};

/// The separator as messages name it, such as "tabs".
std::string_view name_of(Separator separator);

/// A field of a table: what was between its separators, without the blanks around it, wide and
/// invisible ones (no-break spaces, byte order marks) among them. A field in
/// quotes (RFC 4180) is what is in them, a quote being written twice there.
struct TableField {
  std::string_view text;
  bool quoted = false;
};

/// What a table is to be.
struct TableOptions {
  /// Numbers of fields that lines may have at least, the likeliest first: of the separators, the
  /// first is taken that gives most lines of the beginning that many.
  std::vector<std::size_t> field_counts{2};
  /// Where given, lines with more fields than this have a number among those from here on.
  std::optional<std::size_t> numbers_from = {};
  /// What may part the fields. A tab that the first line has is taken before all others.
  std::vector<Separator> separators{Separator::kTab, Separator::kSemicolon, Separator::kComma,
                                    Separator::kBlanks};
  /// Lines that begin with `#` are left out.
  bool comments = true;
  /// Where given, a line that begins with this character is no row of the table but begins a
  /// section, whose name follows.
  std::optional<char> section_mark = {};
  /// A first column that only counts the lines, 0 1 2 or 1 2 3, is left out even where it has a
  /// name or none of the columns has one. One whose name is empty always is.
  bool counts_lines = false;
  /// The columns to read, in this order: numbers from 1, or names, which the first line then has.
  /// Empty: all.
  std::vector<std::string> columns = {};
};

/// The lines of a table of fields in UTF-8, one after another, blank lines left out. Movable, not
/// copyable.
///
/// Fields in quotes may hold line ends where commas or semicolons part the fields; elsewhere, and
/// where more follows after the closing quote, a quote is a character like others. Columns of row
/// numbers, such as pandas and R write them, are left out, which `notes` tells.
class TableReader {
 public:
  /// Reads the beginning of the table to find the separator. Throws as TextLines, FormatError where
  /// a column that was named is missing, OptionError for bad `TableOptions.columns`.
  TableReader(TextLines lines, TableOptions options);
  TableReader(TableReader&& other) noexcept;
  ~TableReader();

  /// Moves to the next line; false after the last. Throws FormatError where a quote is not closed
  /// or the line does not have the columns asked for.
  bool next();
  /// The fields of the line, valid until `next`; empty ones at its end are left out.
  std::span<const TableField> fields() const { return fields_; }
  /// Whether the line begins a section; it has no fields then.
  bool is_section() const { return section_.has_value(); }
  /// The name of the section.
  const std::string& section() const { return *section_; }
  /// Whether all of the next lines, as far as they were read ahead, have numbers in a column of
  /// those that `fields` has; false where there are no further lines.
  bool goes_on_with_numbers(std::size_t column) const;
  /// Whether field `column`, a number, and the next may be one number with a decimal comma, which
  /// parts fields here; `named` says how many columns a header has, 0 where there is none.
  bool may_split_number(std::size_t column, std::size_t named) const;
  /// Fields from `first` on as one text.
  std::string text_from(std::size_t first) const;

  /// Number of the line, from 1: its first where quotes go over several.
  std::int64_t line() const { return line_; }
  Separator separator() const { return separator_; }
  /// Whether columns were asked for.
  bool has_columns() const { return !options_.columns.empty(); }
  /// Names of the columns read, where they were asked for by name.
  const std::vector<std::string>& header() const { return header_; }
  /// The name of the file.
  const std::string& name() const { return lines_.name(); }
  /// What was decided so far.
  Notes& notes() { return notes_; }

  /// Notes that the present line is taken for a header.
  void note_header();
  /// Adds a note about the file: "`name`: `what`".
  void note(std::string_view what);
  /// Throws FormatError that names the present line.
  [[noreturn]] void fail(std::string_view what) const;

 private:
  struct Line {
    std::int64_t number = 0;
    std::string text;
  };

  bool says_something(std::string_view line) const;
  bool begins_section(std::string_view line) const;
  void read_sample();
  void refuse_other_kinds() const;
  bool fits(Separator separator, std::size_t count, bool with_numbers);
  Separator find_separator();
  void resolve_columns();
  void find_index_column();
  bool next_line();
  bool append_line();
  void split_line(std::string_view line, Separator separator);
  void select_fields();
  void note_quotes();

  TextLines lines_;
  TableOptions options_;
  Notes notes_;
  std::unique_ptr<FieldSplitter> splitter_;
  std::deque<Line> sample_;  // read ahead
  Separator separator_ = Separator::kTab;
  std::vector<std::size_t> selected_;  // columns, from 0
  std::vector<std::string> header_;
  bool drops_first_ = false;
  bool has_noted_quotes_ = false;
  std::int64_t line_ = 0;
  std::string record_;
  std::optional<std::string> section_;
  std::vector<TableField> fields_, all_fields_;
};

/// Whether the first line of a table may have this in place of a number because it names the
/// column: a word. "7.5x", "-" or nothing at all is no name but a slip.
bool may_name_numbers(std::string_view field);

}  // namespace eigenlex::internal
