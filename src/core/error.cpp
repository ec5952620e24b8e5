#include "eigenlex/core/error.hpp"

#include <cstring>

#include <fmt/format.h>

namespace eigenlex {

OptionError::OptionError(std::string_view field, std::string_view value,
                         std::string_view requirement)
    : Error(fmt::format("{} = {}: {}", field, value, requirement)),
      field_(field),
      value_(value),
      requirement_(requirement) {}

IoError IoError::at_path(std::string_view path, std::string_view what, int error_number) {
  IoError error(fmt::format("{}: {}", path, what));
  error.path_ = path;
  error.error_number_ = error_number;
  return error;
}

IoError IoError::from_errno(std::string_view path, std::string_view action, int error_number) {
  return at_path(path, fmt::format("cannot {}: {}", action, std::strerror(error_number)),
                 error_number);
}

FormatError FormatError::at_path(std::string_view path, std::string_view what) {
  FormatError error(fmt::format("{}: {}", path, what));
  error.path_ = path;
  return error;
}

FormatError FormatError::at_line(std::string_view path, std::int64_t line, std::string_view what) {
  FormatError error(fmt::format("{}:{}: {}", path, line, what));
  error.path_ = path;
  error.line_ = line;
  return error;
}

FormatError FormatError::at_byte(std::string_view path, std::int64_t byte, std::string_view what) {
  FormatError error(fmt::format("{}: byte {}: {}", path, byte, what));
  error.path_ = path;
  error.byte_ = byte;
  return error;
}

OutdatedError::OutdatedError(std::string_view path, std::string_view what)
    : FormatError(at_path(path, what)) {}

}  // namespace eigenlex
