#pragma once

#include <optional>
#include <string>
#include <type_traits>

#include <pybind11/pybind11.h>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/error.hpp"

#include "strings.hpp"

namespace eigenlex::python {

// Options that are no recipe, as a dict by the names of their fields. A function
// `for_options(options, visit)` beside each struct calls `visit(name, field)` for all of them.

/// Writes options, which are defaults, to a dict.
class OptionWriter {
 public:
  explicit OptionWriter(pybind11::dict& options) : options_(options) {}

  template <class T>
  void operator()(const char* name, const T& value) const {
    if constexpr (std::is_enum_v<T>) {
      options_[name] = str_of(enum_name(value));
    } else {
      options_[name] = value;
    }
  }

 private:
  pybind11::dict& options_;
};

/// Reads options from a dict; those that it leaves out stay. Throws OptionError naming the option
/// for a value of another type.
class OptionReader {
 public:
  explicit OptionReader(const pybind11::dict& options) : options_(options) {}

  template <class T>
  void operator()(const char* name, T& value) const {
    if (!options_.contains(name)) return;
    const pybind11::object given = options_[name];
    if constexpr (std::is_enum_v<T>) {
      const auto known =
          PyUnicode_Check(given.ptr()) ? enum_value<T>(bytes_of(given)) : std::nullopt;
      if (!known) fail(name, given, "must be one of " + enum_choices<T>(", "));
      value = *known;
    } else {
      try {
        value = given.cast<T>();
      } catch (const pybind11::cast_error&) {
        fail(name, given,
             std::is_same_v<T, bool>       ? "must be True or False"
             : std::is_floating_point_v<T> ? "must be a number"
                                           : "must be an integer in range");
      }
    }
  }

 private:
  [[noreturn]] static void fail(const char* name, pybind11::handle given,
                                const std::string& requirement) {
    throw OptionError(name, bytes_of(pybind11::repr(given)), requirement);
  }

  const pybind11::dict& options_;
};

/// The defaults of options as a dict.
template <class Options>
pybind11::dict defaults_of() {
  Options options{};
  pybind11::dict dict;
  for_options(options, OptionWriter(dict));
  return dict;
}

/// Options of a dict.
template <class Options>
Options options_from(const pybind11::dict& dict) {
  Options options{};
  for_options(options, OptionReader(dict));
  return options;
}

}  // namespace eigenlex::python
