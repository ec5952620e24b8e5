#include "fields.hpp"

#include <array>
#include <utility>

namespace eigenlex::tool {
namespace {

/// The flag of each field that an option was added for.
std::map<std::string, std::string>& flags_by_field() {
  // What is a share of an option is no option's value.
  static std::map<std::string, std::string> flags{
      {"StorageOptions.memory", "a quarter of --memory less 28 MB"}};
  return flags;
}

/// What helps where data of that name are out of date.
constexpr std::array kRemedies{
    std::pair{std::string_view("index"), std::string_view("`eigenlex index`; or pass --exact")},
    std::pair{std::string_view("subwords"), std::string_view("`eigenlex subwords`")},
    std::pair{std::string_view("certainty"), std::string_view("`eigenlex stability --force`")}};

/// A requirement with flags for the fields that it names in parentheses.
std::string with_flags(std::string requirement) {
  for (const auto& [field, flag] : flags_by_field()) {
    const std::string named = fmt::format("({})", field);
    const std::size_t place = requirement.find(named);
    if (place != std::string::npos) {
      requirement.replace(place, named.size(), fmt::format("({})", flag));
    }
  }
  return requirement;
}

}  // namespace

void name_field(const std::string& field, const std::string& flags) {
  flags_by_field()[field] = flags.substr(0, flags.find(','));
}

std::string in_terms_of_flags(const Error& error) {
  if (const auto* option = dynamic_cast<const OptionError*>(&error)) {
    const auto flag = flags_by_field().find(option->field());
    if (flag == flags_by_field().end()) return error.what();
    return OptionError(flag->second, option->value(), with_flags(option->requirement())).what();
  }
  if (const auto* outdated = dynamic_cast<const OutdatedError*>(&error)) {
    for (const auto& [name, remedy] : kRemedies) {
      if (outdated->path().ends_with(name)) return fmt::format("{}: {}", error.what(), remedy);
    }
  }
  return error.what();
}

}  // namespace eigenlex::tool
