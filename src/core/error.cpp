#include "eigenlex/core/error.hpp"

#include <cstring>

#include <fmt/format.h>

namespace eigenlex {

OptionError::OptionError(std::string_view field, std::string_view value,
                         std::string_view requirement)
    : Error(fmt::format("{} = {}: {}", field, value, requirement)) {}

IoError IoError::from_errno(std::string_view path, std::string_view action, int error_number) {
  return IoError(fmt::format("{}: cannot {}: {}", path, action, std::strerror(error_number)));
}

FormatError FormatError::at_line(std::string_view path, std::int64_t line, std::string_view what) {
  return FormatError(fmt::format("{}:{}: {}", path, line, what));
}

FormatError FormatError::at_byte(std::string_view path, std::int64_t byte, std::string_view what) {
  return FormatError(fmt::format("{}: byte {}: {}", path, byte, what));
}

}  // namespace eigenlex
