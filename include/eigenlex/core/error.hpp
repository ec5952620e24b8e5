#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace eigenlex {

/// Base of every exception the library throws on purpose. Its message says what was wrong, where,
/// and what to do about it.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An option outside its documented range, or options or data that cannot be combined.
class OptionError : public Error {
 public:
  using Error::Error;
  /// Message "`field` = `value`: `requirement`", e.g. ("SvdOptions.rank", "0", "must be 1..71290").
  OptionError(std::string_view field, std::string_view value, std::string_view requirement);
};

/// A file or folder that cannot be opened, read, written or renamed.
class IoError : public Error {
 public:
  using Error::Error;
  /// Message "`path`: cannot `action`: <text of errno>".
  static IoError from_errno(std::string_view path, std::string_view action, int error_number);
};

/// Data that does not follow its format.
class FormatError : public Error {
 public:
  using Error::Error;
  /// Message "`path`:`line`: `what`"; lines count from 1.
  static FormatError at_line(std::string_view path, std::int64_t line, std::string_view what);
  /// Message "`path`: byte `byte`: `what`"; bytes count from 0.
  static FormatError at_byte(std::string_view path, std::int64_t byte, std::string_view what);
};

/// Work that was stopped by its progress callback, for example on Ctrl-C.
class Interrupted : public Error {
 public:
  Interrupted() : Error("interrupted") {}
};

}  // namespace eigenlex
