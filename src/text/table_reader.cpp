#include "text/table_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/error.hpp"

#include "core/in_quotes.hpp"
#include "text/field_splitter.hpp"
#include "text/known_files.hpp"
#include "text/number_column.hpp"

namespace eigenlex::internal {
namespace {

/// Lines by which the separator is chosen.
constexpr std::size_t kSampleLines = 100;
/// Bytes that a field in quotes may take, over however many lines.
constexpr std::size_t kLongestRecord = std::size_t{1} << 24;

/// The whole number that all of the text is.
std::optional<std::size_t> whole_number(std::string_view text) {
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || text.empty()) return std::nullopt;
  return number;
}

bool looks_like_number(std::string_view text) { return NumberColumn().parse(text, 0).has_value(); }

/// Whether the numbers are 0 1 2 and so on, or 1 2 3.
bool count_up(std::span<const std::optional<std::size_t>> numbers) {
  if (!numbers[0] || *numbers[0] > 1) return false;
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    if (numbers[i] != *numbers[0] + i) return false;
  }
  return true;
}

bool is_unnamed(std::string_view name) { return name.empty() || name.starts_with("Unnamed: "); }

std::vector<std::string> texts_of(std::span<const TableField> fields) {
  std::vector<std::string> texts;
  for (const TableField& field : fields) texts.emplace_back(field.text);
  return texts;
}

}  // namespace

std::string_view name_of(Separator separator) {
  switch (separator) {
    case Separator::kTab:
      return "tabs";
    case Separator::kDoubleColon:
      return "\"::\"";
    case Separator::kSemicolon:
      return "semicolons";
    case Separator::kComma:
      return "commas";
    case Separator::kBlanks:
      break;
  }
  return "blanks";
}

bool may_name_numbers(std::string_view field) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 128;
  };
  if (std::ranges::none_of(field, is_letter)) return false;
  // How programs write that a number is missing.
  constexpr std::array<std::string_view, 8> kMissing{"NA",  "N/A",  "n/a",  "NaN",
                                                     "nan", "null", "None", "NULL"};
  if (std::ranges::count(kMissing, field) > 0) return false;
  if (std::ranges::none_of(field, is_digit)) return true;
  // A name may end in a number, as in SimLex999 or score_2.
  const auto first_digit = std::ranges::find_if(field, is_digit);
  return std::count_if(field.begin(), first_digit, is_letter) > 1 &&
         std::all_of(field.begin(), first_digit,
                     [&](char c) { return is_letter(c) || c == '_'; }) &&
         std::all_of(first_digit, field.end(), is_digit);
}

TableReader::TableReader(TextLines lines, TableOptions options)
    : lines_(std::move(lines)),
      options_(std::move(options)),
      splitter_(std::make_unique<FieldSplitter>()) {
  lines_.require_utf8();
  read_sample();
  refuse_other_kinds();
  resolve_columns();
  if (options_.columns.empty()) {
    separator_ = find_separator();
    find_index_column();
  }
}

TableReader::TableReader(TableReader&&) noexcept = default;
TableReader::~TableReader() = default;

bool TableReader::says_something(std::string_view line) const {
  const std::size_t begin = line.find_first_not_of(kBlankCharacters);
  return begin != std::string_view::npos && !(options_.comments && line[begin] == '#');
}

bool TableReader::begins_section(std::string_view line) const {
  return options_.section_mark &&
         line.substr(line.find_first_not_of(kBlankCharacters)).starts_with(*options_.section_mark);
}

void TableReader::read_sample() {
  while (sample_.size() < kSampleLines) {
    const auto line = lines_.next();
    if (!line) break;
    if (says_something(*line)) sample_.push_back({lines_.number(), std::string(*line)});
  }
}

/// A page of the web or JSON has separators, too.
void TableReader::refuse_other_kinds() const {
  if (sample_.empty() || std::ranges::min(options_.field_counts) < 2) return;
  const auto kind = known_text_file(sample_.front().text);
  if (kind) throw FormatError::at_line(name(), sample_.front().number, "is " + *kind);
}

/// Whether most lines of the sample have that many fields, and a number among them where they
/// should.
bool TableReader::fits(Separator separator, std::size_t count, bool with_numbers) {
  const auto is_number = [](const TableField& field) { return looks_like_number(field.text); };
  const std::size_t from = options_.numbers_from.value_or(count);
  std::size_t lines = 0, fitting = 0;
  for (const Line& line : sample_) {
    if (begins_section(line.text)) continue;
    split_line(line.text, separator);
    ++lines;
    if (fields_.size() < count) continue;
    const bool has_number =
        std::any_of(fields_.begin() + static_cast<std::ptrdiff_t>(std::min(from, fields_.size())),
                    fields_.end(), is_number);
    if (!with_numbers || from >= count || has_number) ++fitting;
  }
  return lines > 0 && 2 * fitting >= lines;
}

Separator TableReader::find_separator() {
  const auto row =
      std::ranges::find_if(sample_, [&](const Line& line) { return !begins_section(line.text); });
  if (row == sample_.end()) return options_.separators.front();
  const auto parts_row = [&](Separator separator) {
    return end_of_field(row->text, separator) < row->text.size();
  };
  const std::size_t fewest = std::ranges::min(options_.field_counts);
  if (std::ranges::count(options_.separators, Separator::kTab) > 0 && parts_row(Separator::kTab) &&
      fits(Separator::kTab, fewest, false)) {
    return Separator::kTab;
  }
  for (const bool with_numbers : {true, false}) {
    for (const std::size_t count : options_.field_counts) {
      for (const Separator separator : options_.separators) {
        if (separator == Separator::kTab && !parts_row(separator)) continue;
        if (fits(separator, count, with_numbers)) return separator;
      }
    }
  }
  const auto any = std::ranges::find_if(options_.separators, parts_row);
  return any == options_.separators.end() ? options_.separators.front() : *any;
}

/// Finds the columns that were asked for, and the separator by them.
void TableReader::resolve_columns() {
  if (options_.columns.empty() || sample_.empty()) return;
  bool by_name = false;
  for (const std::string& column : options_.columns) {
    const std::optional<std::size_t> number = whole_number(column);
    if (number && *number == 0) {
      throw OptionError("TableOptions.columns", column, "must be numbers from 1, or names");
    }
    by_name = by_name || !number;
    selected_.push_back(number.value_or(1) - 1);
  }
  if (!by_name) {
    options_.field_counts = {*std::ranges::max_element(selected_) + 1};
    options_.numbers_from.reset();
    separator_ = find_separator();
    return;
  }
  for (const Separator separator : options_.separators) {
    split_line(sample_.front().text, separator);
    const std::vector<std::string> names = texts_of(fields_);
    std::vector<std::size_t> found;
    for (const std::string& column : options_.columns) {
      const auto place = std::ranges::find(names, column);
      if (place != names.end()) found.push_back(static_cast<std::size_t>(place - names.begin()));
    }
    if (found.size() < options_.columns.size()) continue;
    selected_ = std::move(found);
    header_ = options_.columns;
    separator_ = separator;
    note(fmt::format("line {} is taken for a header: {}", sample_.front().number,
                     fmt::join(names, ", ")));
    sample_.pop_front();
    return;
  }
  throw FormatError::at_line(
      name(), sample_.front().number,
      fmt::format("has no columns named {}: {}", fmt::join(options_.columns, ", "),
                  in_quotes(sample_.front().text, 200)));
}

/// Finds out whether the first column only counts the lines.
void TableReader::find_index_column() {
  std::vector<std::size_t> sizes;
  std::vector<std::optional<std::size_t>> numbers;
  std::string first_name;
  for (const Line& line : sample_) {
    split_line(line.text, separator_);
    if (sizes.empty() && !fields_.empty()) first_name = fields_.front().text;
    sizes.push_back(fields_.size());
    numbers.push_back(fields_.empty() ? std::nullopt : whole_number(fields_.front().text));
  }
  if (sizes.size() < 2) return;
  const std::size_t begin = numbers[0] ? 0 : 1;
  if (!count_up(std::span(numbers).subspan(begin))) return;
  // R leaves the name of the numbers out altogether.
  const bool lacks_name = begin == 1 && sizes[1] == sizes[0] + 1;
  const bool has_no_name = lacks_name || (begin == 1 && is_unnamed(first_name));
  const std::size_t least =
      has_no_name ? std::ranges::min(options_.field_counts) : options_.field_counts.front();
  drops_first_ = sizes[1] > least && (has_no_name || options_.counts_lines);
  if (!drops_first_) return;
  note("the first column counts the lines and is left out");
  if (lacks_name) sample_.front().text.insert(0, "line" + std::string(bytes_of(separator_)));
}

bool TableReader::next() {
  if (!next_line()) return false;
  section_.reset();
  if (begins_section(record_)) {
    const std::size_t name =
        record_.find_first_not_of(" \t", record_.find(*options_.section_mark) + 1);
    section_ = record_.substr(std::min(name, record_.size()));
    section_->erase(section_->find_last_not_of(kBlankCharacters) + 1);
    fields_.clear();
    return true;
  }
  const bool may_go_on = separator_ == Separator::kSemicolon || separator_ == Separator::kComma;
  splitter_->reset();
  while (!splitter_->split(record_, separator_, may_go_on)) {
    do {
      if (!append_line()) fail("a field begins with a quote, but none ends it");
    } while (!may_end_quotes(std::string_view(record_).substr(record_.rfind('\n') + 1)));
  }
  splitter_->collect(record_, fields_);
  note_quotes();
  if (drops_first_ && !fields_.empty()) fields_.erase(fields_.begin());
  if (!selected_.empty()) select_fields();
  return true;
}

/// Adds the next line to the record; false where there is none or the record gets too long.
bool TableReader::append_line() {
  if (record_.size() > kLongestRecord) return false;
  record_ += '\n';
  if (!sample_.empty()) {
    record_ += sample_.front().text;
    sample_.pop_front();
    return true;
  }
  const auto line = lines_.next();
  if (line) record_ += *line;
  return line.has_value();
}

/// Takes the next line that says something.
bool TableReader::next_line() {
  if (!sample_.empty()) {
    line_ = sample_.front().number;
    record_ = std::move(sample_.front().text);
    sample_.pop_front();
    return true;
  }
  while (const auto line = lines_.next()) {
    if (!says_something(*line)) continue;
    line_ = lines_.number();
    record_ = *line;
    return true;
  }
  return false;
}

/// The fields of a line by itself.
void TableReader::split_line(std::string_view line, Separator separator) {
  splitter_->reset();
  splitter_->split(line, separator, false);
  splitter_->collect(line, fields_);
}

void TableReader::select_fields() {
  all_fields_.clear();
  for (const std::size_t column : selected_) {
    if (column >= fields_.size()) {
      fail(fmt::format("has {} columns, parted by {}, but column {} was asked for", fields_.size(),
                       name_of(separator_), column + 1));
    }
    all_fields_.push_back(fields_[column]);
  }
  std::swap(fields_, all_fields_);
}

/// In files of tabs, quotes may be meant as a part of names.
void TableReader::note_quotes() {
  if (separator_ != Separator::kTab || has_noted_quotes_) return;
  if (std::ranges::none_of(fields_, &TableField::quoted)) return;
  has_noted_quotes_ = true;
  note(fmt::format("quotes around fields, as in line {}, are left out", line_));
}

bool TableReader::goes_on_with_numbers(std::size_t column) const {
  FieldSplitter splitter;
  std::vector<TableField> fields;
  const std::size_t place =
      selected_.empty() ? column + (drops_first_ ? 1 : 0) : selected_.at(column);
  for (const Line& line : sample_) {
    splitter.reset();
    splitter.split(line.text, separator_, false);
    splitter.collect(line.text, fields);
    if (place >= fields.size() || !looks_like_number(fields[place].text)) return false;
  }
  return !sample_.empty();
}

bool TableReader::may_split_number(std::size_t column, std::size_t named) const {
  constexpr std::size_t kMostDecimals = 3;
  if (separator_ != Separator::kComma || !selected_.empty() || column + 1 >= fields_.size() ||
      named > column + 1) {
    return false;
  }
  const auto is_digits = [](const TableField& field) {
    return !field.quoted && !field.text.empty() &&
           field.text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return is_digits(fields_[column]) && is_digits(fields_[column + 1]) &&
         fields_[column + 1].text.size() <= kMostDecimals;
}

std::string TableReader::text_from(std::size_t first) const {
  const std::span<const TableField> parts = std::span(fields_).subspan(first);
  const bool is_plain = std::ranges::none_of(parts, &TableField::quoted) && selected_.empty();
  if (is_plain && !parts.empty()) {
    // As it is written, separators and all.
    const char* const end = parts.back().text.data() + parts.back().text.size();
    return {parts.front().text.data(), end};
  }
  std::string text;
  for (const TableField& part : parts) {
    if (!text.empty()) text += ' ';
    text += part.text;
  }
  return text;
}

void TableReader::note_header() {
  note(fmt::format("line {} is taken for a header: {}", line_, fmt::join(texts_of(fields_), ", ")));
}

void TableReader::note(std::string_view what) {
  notes_.push_back(fmt::format("{}: {}", name(), what));
}

void TableReader::fail(std::string_view what) const {
  throw FormatError::at_line(name(), line_, what);
}

}  // namespace eigenlex::internal
