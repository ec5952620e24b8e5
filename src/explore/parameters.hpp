#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/explore/explorer.hpp"
#include "eigenlex/explore/request.hpp"

namespace eigenlex::internal {

/// The parameters of a request. What does not fit is an OptionError that names the parameter.
class Parameters {
 public:
  /// Throws OptionError unless each parameter is one of `known` and is given once, and none of the
  /// required ones is missing or empty. Both must outlive this.
  Parameters(const ExploreRequest& request, std::span<const ExploreParameter> known);

  /// The text of a parameter, or nothing where it is not given or empty. Throws OptionError where
  /// it is longer than 1,000 bytes.
  std::optional<std::string> text(std::string_view name) const;
  /// The text of a required one.
  std::string required(std::string_view name) const { return text(name).value(); }
  /// A number in low .. high; `otherwise` where none is given.
  std::int32_t number(std::string_view name, std::int32_t otherwise, std::int32_t low,
                      std::int32_t high) const;
  /// A word for an enumerator.
  template <class Enum>
  Enum choice(std::string_view name, Enum otherwise) const {
    const auto given = text(name);
    if (!given) return otherwise;
    if (const auto value = enum_value<Enum>(*given)) return *value;
    throw OptionError(name, *given, "must be one of " + enum_choices<Enum>(", "));
  }

 private:
  const std::string* find(std::string_view name) const;

  const ExploreRequest& request_;
};

}  // namespace eigenlex::internal
