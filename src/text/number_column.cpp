#include "text/number_column.hpp"

#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "core/in_quotes.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::string_view kDigits = "0123456789";

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return text;
}

/// Whether a number that does not fit into a double is too small for it, not too large.
bool is_tiny(std::string_view text) {
  const std::size_t exponent = text.find_first_of("eE");
  return exponent != std::string_view::npos
             ? text.substr(exponent + 1).starts_with('-')
             : without_sign(text).find_first_of("123456789") > without_sign(text).find('.');
}

/// Whether a number with one comma may be one of thousands, such as 1,234.
bool may_part_thousands(std::string_view text, std::size_t comma) {
  const std::string_view after = text.substr(comma + 1);
  const std::string_view before = without_sign(text.substr(0, comma));
  return after.size() == 3 && after.find_first_not_of(kDigits) == std::string_view::npos &&
         !before.empty() && before.size() <= 3 && !before.starts_with('0');
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end || error == std::errc::invalid_argument) return std::nullopt;
  // from_chars leaves the value as it was.
  if (error == std::errc::result_out_of_range) return is_tiny(text) ? 0 : HUGE_VAL;
  return value;
}

std::optional<double> NumberColumn::parse(std::string_view text, std::int64_t line) {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) {
    const std::optional<double> value = parse_number(text);
    if (value && !point_ && text.find('.') != std::string_view::npos) {
      point_ = Place{line, std::string(text)};
    }
    return value;
  }
  if (text.find_first_of(",.", comma + 1) != std::string_view::npos ||
      text.substr(0, comma).find('.') != std::string_view::npos) {
    return std::nullopt;
  }
  std::string with_point(text);
  with_point[comma] = '.';
  const std::optional<double> value = parse_number(with_point);
  if (!value) return std::nullopt;
  std::optional<Place>& place = may_part_thousands(text, comma) ? ambiguous_ : comma_;
  if (!place) place = Place{line, std::string(text)};
  return value;
}

void NumberColumn::finish(const std::string& name) const {
  if (comma_ && point_) {
    const bool comma_first = comma_->line < point_->line;
    const Place& first = comma_first ? *comma_ : *point_;
    const Place& second = comma_first ? *point_ : *comma_;
    throw FormatError::at_line(
        name, second.line,
        fmt::format("the number {}, but line {} has {}: write all numbers "
                    "with a decimal point, or all with a comma",
                    in_quotes(second.text), first.line, in_quotes(first.text)));
  }
  if (ambiguous_ && !comma_) {
    const auto is_comma = ambiguous_->text.find(',');
    std::string as_decimal = ambiguous_->text, as_thousands = ambiguous_->text;
    as_decimal[is_comma] = '.';
    as_thousands.erase(is_comma, 1);
    throw FormatError::at_line(name, ambiguous_->line,
                               fmt::format("the number {} may be {} or {}: write it with a decimal "
                                           "point or without commas",
                                           in_quotes(ambiguous_->text), as_decimal, as_thousands));
  }
}

}  // namespace eigenlex::internal
