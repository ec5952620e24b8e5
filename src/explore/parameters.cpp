#include "explore/parameters.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

#include <fmt/format.h>

namespace eigenlex::internal {
namespace {

constexpr std::size_t kMostTextBytes = 1000;

}  // namespace

Parameters::Parameters(const ExploreRequest& request, std::span<const ExploreParameter> known)
    : request_(request) {
  for (const auto& [name, value] : request.parameters) {
    if (std::ranges::find(known, name, &ExploreParameter::name) == known.end()) {
      throw OptionError(name, value, "is no parameter here");
    }
    if (std::ranges::count(request.parameters, name, &ExploreRequest::Parameter::first) > 1) {
      throw OptionError(name, value, "must be given once");
    }
  }
  for (const ExploreParameter& each : known) {
    if (each.required && !text(each.name)) throw OptionError(each.name, "", "must be given");
  }
}

const std::string* Parameters::find(std::string_view name) const {
  const auto found =
      std::ranges::find(request_.parameters, name, &ExploreRequest::Parameter::first);
  return found == request_.parameters.end() ? nullptr : &found->second;
}

std::optional<std::string> Parameters::text(std::string_view name) const {
  const std::string* value = find(name);
  if (value == nullptr || value->empty()) return std::nullopt;
  if (value->size() > kMostTextBytes) {
    throw OptionError(name, fmt::format("{} bytes", value->size()),
                      fmt::format("must be at most {} bytes", kMostTextBytes));
  }
  return *value;
}

std::int32_t Parameters::number(std::string_view name, std::int32_t otherwise, std::int32_t low,
                                std::int32_t high) const {
  const auto given = text(name);
  if (!given) return otherwise;
  std::int32_t value = 0;
  const char* const end = given->data() + given->size();
  const auto [read, error] = std::from_chars(given->data(), end, value);
  if (error != std::errc{} || read != end || value < low || value > high) {
    throw OptionError(name, *given, fmt::format("must be a whole number in {} .. {}", low, high));
  }
  return value;
}

}  // namespace eigenlex::internal
