#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eigenlex::internal {

/// Whether all of `text` is a number with a decimal point, finite or not; a sign may precede it.
/// One that does not fit into a double is infinite, or 0 where it is too small.
std::optional<double> parse_number(std::string_view text);

/// Reads the numbers of a column, which may have decimal commas.
///
/// A comma is read as a decimal one. Where every number with a comma has three digits behind it and
/// none begins with 0, the commas may part thousands: `finish` then refuses the column.
class NumberColumn {
 public:
  /// The number of a line; nothing where it is none. Numbers with several commas, or with a comma
  /// and a point, are none.
  std::optional<double> parse(std::string_view text, std::int64_t line);
  /// Throws FormatError for the column of the file `name` where it cannot be told what its commas
  /// are, or where some numbers have commas and others points.
  void finish(const std::string& name) const;

 private:
  struct Place {
    std::int64_t line = 0;
    std::string text;
  };
  std::optional<Place> comma_;      // the first decimal comma that can be nothing else
  std::optional<Place> ambiguous_;  // the first that can
  std::optional<Place> point_;      // the first point
};

}  // namespace eigenlex::internal
