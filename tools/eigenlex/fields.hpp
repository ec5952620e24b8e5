#pragma once

#include <map>
#include <string>
#include <string_view>
#include <type_traits>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/error.hpp"

// Options of the command line, and the fields of the library that they set.

namespace eigenlex::tool {

/// Says what errors about a field of the library are to call it. Of several `flags`, as in
/// "-k,--count", it is the first.
void name_field(const std::string& field, const std::string& flags);

/// The message of an error in the words of the command line: that of SvdOptions.rank, which is 0,
/// becomes "--dim = 0: ...", and data that are out of date come with the command that makes them
/// anew. Messages about what is no flag stay as they are.
std::string in_terms_of_flags(const Error& error);

/// Turns the word for an enumerator into the enumerator; refuses any other word.
template <class Enum>
CLI::CheckedTransformer choice_of() {
  std::map<std::string, Enum> values;
  for (const EnumName<Enum>& entry : enum_names(Enum{})) {
    values.emplace(entry.name, entry.value);
  }
  return CLI::CheckedTransformer(values);
}

/// Adds an option whose value, an enumerator or none, is one of the words of an enum; `otherwise`
/// is what none stands for.
template <class Value, class Enum>
CLI::Option* add_choice(CLI::App& command, const std::string& flags, Value& value, Enum otherwise,
                        const std::string& description) {
  return command.add_option(flags, value, description)
      ->transform(choice_of<Enum>())
      ->option_text(fmt::format("{} [{}]", enum_choices<Enum>("|"), enum_name(otherwise)));
}

/// Adds the option of a value, which is its default as it is; errors of the library call it
/// `field`.
template <class Value>
CLI::Option* add_field(CLI::App& command, const std::string& flags, const std::string& field,
                       Value& value, const std::string& description) {
  name_field(field, flags);
  if constexpr (std::is_enum_v<Value>) {
    return add_choice(command, flags, value, value, description);
  } else {
    return command.add_option(flags, value, description);
  }
}

}  // namespace eigenlex::tool
