#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace eigenlex {

/// An enumerator and the word that stands for it in files and on command lines.
///
/// An enum gets its words by a function beside it, which is found by the type of its argument:
///
///     constexpr auto enum_names(Side) {
///       return std::to_array<EnumName<Side>>({{Side::kLeft, "left"}, {Side::kRight, "right"}});
///     }
template <class Enum>
struct EnumName {
  Enum value;
  std::string_view name;
};

/// The word for an enumerator; "unknown" for a value that is none.
template <class Enum>
constexpr std::string_view enum_name(Enum value) {
  for (const EnumName<Enum>& entry : enum_names(value)) {
    if (entry.value == value) return entry.name;
  }
  return "unknown";
}

/// The enumerator that a word stands for.
template <class Enum>
constexpr std::optional<Enum> enum_value(std::string_view name) {
  for (const EnumName<Enum>& entry : enum_names(Enum{})) {
    if (entry.name == name) return entry.value;
  }
  return std::nullopt;
}

/// All words of an enum in the order of their declaration, for messages.
template <class Enum>
std::string enum_choices(std::string_view separator) {
  std::string choices;
  for (const EnumName<Enum>& entry : enum_names(Enum{})) {
    if (!choices.empty()) choices += separator;
    choices += entry.name;
  }
  return choices;
}

}  // namespace eigenlex
