#pragma once

#include <map>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "eigenlex/core/enum_names.hpp"

namespace eigenlex::tool {

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
CLI::Option* add_choice(CLI::App& command, const std::string& flag, Value& value, Enum otherwise,
                        const std::string& description) {
  return command.add_option(flag, value, description)
      ->transform(choice_of<Enum>())
      ->option_text(fmt::format("{} [{}]", enum_choices<Enum>("|"), enum_name(otherwise)));
}

/// The same of an enumerator, which is the default as it is.
template <class Enum>
CLI::Option* add_choice(CLI::App& command, const std::string& flag, Enum& value,
                        const std::string& description) {
  return add_choice(command, flag, value, value, description);
}

}  // namespace eigenlex::tool
