#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eigenlex {

/// What is asked of an explorer: a path such as "/api/neighbours", and parameters in their order.
struct ExploreRequest {
  using Parameter = std::pair<std::string, std::string>;  // its name and its value

  std::string path;
  std::vector<Parameter> parameters = {};

  friend bool operator==(const ExploreRequest&, const ExploreRequest&) = default;
};

/// Reads the target of a request, "/path?name=value&name=value" (RFC 3986; in the query a plus is a
/// blank, as forms send it). Names and values are UTF-8 behind their escapes.
///
/// Throws FormatError where it is longer than 8,000 bytes, does not begin with a slash, has an
/// escape that is none, bytes that have to be escaped, text that is not UTF-8, or more than 32
/// parameters.
ExploreRequest parse_request_target(std::string_view target);

}  // namespace eigenlex
