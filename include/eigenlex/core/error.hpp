#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace eigenlex {

/// Base of every exception the library throws on purpose. Its message says what was wrong, where,
/// and what to do about it, in the words of the library: options by their fields, never by how some
/// program lets its users set them. Such a program translates by the parts that errors carry.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An option outside its documented range, or options or data that cannot be combined.
class OptionError : public Error {
 public:
  /// Message "`field` = `value`: `requirement`", e.g. ("SvdOptions.rank", "0", "must be 1..71290").
  OptionError(std::string_view field, std::string_view value, std::string_view requirement);

  /// The option or argument: `Struct.member`, or the name of a parameter.
  const std::string& field() const { return field_; }
  /// Its value as text.
  const std::string& value() const { return value_; }
  /// What is asked of the value.
  const std::string& requirement() const { return requirement_; }

 private:
  std::string field_;
  std::string value_;
  std::string requirement_;
};

/// A file or folder that cannot be opened, read, written or renamed.
class IoError : public Error {
 public:
  using Error::Error;
  /// Message "`path`: `what`". `error_number` is what the system would have found, 0 for nothing
  /// that it has a number for.
  static IoError at_path(std::string_view path, std::string_view what, int error_number = 0);
  /// Message "`path`: cannot `action`: <text of errno>".
  static IoError from_errno(std::string_view path, std::string_view action, int error_number);

  /// The file or folder; empty where the error is about none.
  const std::string& path() const { return path_; }
  /// The system's number of the error, as ENOENT; 0 where it has none.
  int error_number() const { return error_number_; }

 private:
  std::string path_;
  int error_number_ = 0;
};

/// Data that does not follow its format.
class FormatError : public Error {
 public:
  using Error::Error;
  /// Message "`path`: `what`".
  static FormatError at_path(std::string_view path, std::string_view what);
  /// Message "`path`:`line`: `what`"; lines count from 1.
  static FormatError at_line(std::string_view path, std::int64_t line, std::string_view what);
  /// Message "`path`: byte `byte`: `what`"; bytes count from 0.
  static FormatError at_byte(std::string_view path, std::int64_t byte, std::string_view what);

  /// The file or folder; empty where the data are of none.
  const std::string& path() const { return path_; }
  /// The line, where the error is about one.
  std::optional<std::int64_t> line() const { return line_; }
  /// The byte, where the error is about one.
  std::optional<std::int64_t> byte() const { return byte_; }

 private:
  std::string path_;
  std::optional<std::int64_t> line_;
  std::optional<std::int64_t> byte_;
};

/// Data that were made from something that has changed since, such as the index of other vectors.
class OutdatedError : public FormatError {
 public:
  /// Message "`path`: `what`".
  OutdatedError(std::string_view path, std::string_view what);
};

/// Work that was stopped by its progress callback or a cancellation, for example on Ctrl-C.
class Interrupted : public Error {
 public:
  Interrupted() : Error("interrupted") {}
};

}  // namespace eigenlex
