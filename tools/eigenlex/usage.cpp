#include "usage.hpp"

#include <array>
#include <regex>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/query/spelling.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::int32_t kSuggestions = 3;

/// The command whose arguments were read last, and its name with those before it.
struct Place {
  const CLI::App* command;
  std::string name;
};

Place place_of(const CLI::App& app) {
  Place place{&app, app.get_name()};
  while (!place.command->get_subcommands().empty()) {
    place.command = place.command->get_subcommands().front();
    place.name += " " + place.command->get_name();
  }
  return place;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> command_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* each : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(each->get_name());
  }
  return names;
}

/// "; close: --window, --width", or nothing.
std::string suggestion(const std::vector<std::string>& names, std::string_view given) {
  std::vector<std::string> distinct = names;
  std::ranges::sort(distinct);
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::erase(distinct, "");
  const std::vector<std::int64_t> counts(distinct.size(), 0);
  const auto close = close_spellings(Vocabulary(distinct, counts), given, kSuggestions);
  return close.empty() ? "" : fmt::format("; close: {}", fmt::join(close, ", "));
}

std::string unexpected(const CLI::App& command) {
  const std::vector<std::string> left = command.remaining();
  if (left.empty()) return "there are more arguments than expected";
  // Where a command is missing, what comes first was meant to be it.
  const std::string& first = left.front();
  if (first.starts_with("-")) {
    const std::string name = first.substr(0, first.find('='));
    return fmt::format("{}: is no option{}", name, suggestion(option_names(command), name));
  }
  const std::vector<std::string> commands = command_names(command);
  if (!commands.empty()) {
    return fmt::format("{}: is no command{}", first, suggestion(commands, first));
  }
  return fmt::format("{}: is an argument more than expected", first);
}

/// The names of "a->0,b->1" or "a,b".
std::vector<std::string> choices(const std::string& set) {
  std::vector<std::string> names;
  for (const std::string& item : CLI::detail::split(set, ',')) {
    names.push_back(item.substr(0, item.find("->")));
  }
  return names;
}

std::string not_a_choice(const std::string& option, const std::string& value,
                         const std::string& set) {
  const std::vector<std::string> names = choices(set);
  return fmt::format("{} = {}: must be one of {}{}", option, value, fmt::join(names, ", "),
                     suggestion(names, value));
}

std::string not_a_number(const CLI::App& command, const std::string& option,
                         const std::string& value) {
  const CLI::Option* const found = command.get_option_no_throw(option);
  const std::string type = found != nullptr ? found->get_type_name() : "";
  return fmt::format("{} = {}: must be a {}", option, value,
                     type == "FLOAT" ? "number" : "whole number within range");
}

/// Messages of the parser as patterns, and our sentences for them.
constexpr std::array<std::pair<const char*, const char*>, 7> kSentences{{
    {"(\\S+) is required", "$1 is missing"},
    {"(\\S+): 1 required .* missing", "$1 needs a value"},
    {"(\\S+): (\\d+) required .* missing", "$1 needs $2 values"},
    {"(\\S+): At least (\\d+) required but received (\\d+)", "$1: $2 are needed, $3 given"},
    {"(\\S+): At Most (\\d+) required but received (\\d+)",
     "$1: at most $2 can be taken, $3 given"},
    {"(\\S+) excludes (\\S+)", "$1 and $2 cannot be given together"},
    {"(\\S+) requires (\\S+)", "$1 can be given with $2 only"},
}};

/// The sentence for a message of the parser; its own where there is none.
std::string reworded(const CLI::App& command, const std::string& message) {
  for (const auto& [pattern, sentence] : kSentences) {
    const std::regex form(pattern);
    if (std::regex_match(message, form)) return std::regex_replace(message, form, sentence);
  }
  std::smatch part;
  const auto is = [&](const char* pattern) {
    return std::regex_match(message, part, std::regex(pattern));
  };
  if (is("Could not convert: (\\S+) = (.*)")) {
    return not_a_number(command, part.str(1), part.str(2));
  }
  if (is("(\\S+): Check (.*) value in \\{([^}]*)\\}.*") ||
      is("(\\S+): (.*) not in \\{([^}]*)\\}")) {
    return not_a_choice(part.str(1), part.str(2), part.str(3));
  }
  return message;
}

}  // namespace

std::string usage_message(const CLI::App& app, const CLI::ParseError& error) {
  const Place place = place_of(app);
  const bool extras = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  return fmt::format("{}; see `{} --help`",
                     extras ? unexpected(*place.command) : reworded(*place.command, error.what()),
                     place.name);
}

}  // namespace eigenlex::tool
