#include "text/field_splitter.hpp"

#include <algorithm>

namespace eigenlex::internal {
namespace {

/// The blanks around fields that do not part them.
std::string_view padding_of(Separator separator) {
  return separator == Separator::kTab ? " " : kBlankCharacters;
}

/// The first place from `at` on that is no padding.
std::size_t skip_padding(std::string_view record, std::size_t at, Separator separator) {
  return std::min(record.find_first_not_of(padding_of(separator), at), record.size());
}

/// Blanks of Unicode, and what is no character at all, that copying from pages and tables leaves
/// at the ends of fields: NEL, NBSP, U+2000 .. U+200B, U+202F, U+205F, U+3000 and U+FEFF.
bool is_unicode_blank(std::string_view character) {
  if (character == "\xc2\x85" || character == "\xc2\xa0" || character == "\xe2\x80\xaf" ||
      character == "\xe2\x81\x9f" || character == "\xe3\x80\x80" || character == "\xef\xbb\xbf") {
    return true;
  }
  return character.size() == 3 && character.starts_with("\xe2\x80") && character[2] <= '\x8b';
}

/// The text without blanks of Unicode, and of ASCII between those, at its ends.
std::string_view without_unicode_blanks(std::string_view text) {
  while (text.size() > 1 && static_cast<unsigned char>(text.front()) >= 0x80) {
    const std::size_t size = (text.front() & '\x20') == 0 ? 2 : 3;
    if (!is_unicode_blank(text.substr(0, size))) break;
    text.remove_prefix(size);
    text.remove_prefix(std::min(text.find_first_not_of(kBlankCharacters), text.size()));
  }
  while (text.size() > 1 && static_cast<unsigned char>(text.back()) >= 0x80) {
    const std::size_t two = text.size() - 2;
    const std::size_t size = is_unicode_blank(text.substr(two)) ? 2 : 3;
    if (size > text.size() || !is_unicode_blank(text.substr(text.size() - size))) break;
    text.remove_suffix(size);
    text = text.substr(0, text.find_last_not_of(kBlankCharacters) + 1);
  }
  return text;
}

std::string unescaped(std::string_view inside) {
  std::string text;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    text += inside[i];
    if (inside[i] == '"') ++i;
  }
  return text;
}

}  // namespace

std::string_view bytes_of(Separator separator) {
  switch (separator) {
    case Separator::kTab:
      return "\t";
    case Separator::kDoubleColon:
      return "::";
    case Separator::kSemicolon:
      return ";";
    case Separator::kComma:
      return ",";
    case Separator::kBlanks:
      break;
  }
  return " ";
}

std::size_t end_of_field(std::string_view text, Separator separator) {
  const std::size_t end = separator == Separator::kBlanks ? text.find_first_of(kBlankCharacters)
                                                          : text.find(bytes_of(separator));
  return std::min(end, text.size());
}

bool may_end_quotes(std::string_view line) {
  for (std::size_t at = line.find('"'); at < line.size(); at = line.find('"', at + 2)) {
    if (!line.substr(at + 1).starts_with('"')) return true;
  }
  return false;
}

void FieldSplitter::reset() {
  at_ = 0;
  ranges_.clear();
}

bool FieldSplitter::split(std::string_view record, Separator separator, bool may_go_on) {
  while (true) {
    at_ = skip_padding(record, at_, separator);
    if (separator == Separator::kBlanks && at_ == record.size()) break;
    if (record.substr(at_).starts_with('"')) {
      if (!take_quoted(record, separator, may_go_on)) return false;
    } else {
      take_plain(record, separator);
    }
    if (at_ == record.size()) break;
    at_ += bytes_of(separator).size();
  }
  while (!ranges_.empty() && ranges_.back().size == 0 && !ranges_.back().quoted) {
    ranges_.pop_back();
  }
  return true;
}

/// Takes a field that begins with a quote, up to the separator after it.
bool FieldSplitter::take_quoted(std::string_view record, Separator separator, bool may_go_on) {
  std::size_t end = record.find('"', at_ + 1);
  bool escaped = false;
  while (end != std::string_view::npos && record.substr(end + 1).starts_with('"')) {
    escaped = true;
    end = record.find('"', end + 2);
  }
  if (end == std::string_view::npos) {
    if (!may_go_on) take_plain(record, separator);
    return !may_go_on;
  }
  const std::size_t after =
      separator == Separator::kBlanks ? end + 1 : skip_padding(record, end + 1, separator);
  if (end_of_field(record.substr(after), separator) > 0) {
    take_plain(record, separator);  // more follows: no quotes of a field
    return true;
  }
  ranges_.push_back({at_ + 1, end - at_ - 1, true, escaped});
  at_ = after;
  return true;
}

void FieldSplitter::take_plain(std::string_view record, Separator separator) {
  const std::string_view rest = record.substr(at_);
  const std::size_t length = end_of_field(rest, separator);
  const std::string_view field = rest.substr(0, length);
  ranges_.push_back({at_, field.find_last_not_of(padding_of(separator)) + 1, false, false});
  at_ += length;
}

void FieldSplitter::collect(std::string_view record, std::vector<TableField>& fields) {
  fields.clear();
  unescaped_.clear();
  for (const Range& range : ranges_) {
    std::string_view text = record.substr(range.begin, range.size);
    if (!range.quoted) text = without_unicode_blanks(text);
    if (range.escaped) text = unescaped_.emplace_back(unescaped(text));
    fields.push_back({text, range.quoted});
  }
}

}  // namespace eigenlex::internal
