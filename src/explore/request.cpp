#include "eigenlex/explore/request.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/utf8.hpp"

namespace eigenlex {
namespace {

constexpr std::size_t kMostTargetBytes = 8000;
constexpr std::size_t kMostParameters = 32;

std::optional<int> hexadecimal(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return std::nullopt;
}

/// Whether a byte may stand in a target as it is: what is visible in ASCII, but no fragment.
bool may_stand(char byte) { return byte > ' ' && byte < '\x7f' && byte != '#'; }

/// The text behind the escapes of a part of a target.
std::string unescaped(std::string_view part, bool plus_is_blank) {
  std::string text;
  text.reserve(part.size());
  for (std::size_t at = 0; at < part.size(); ++at) {
    if (part[at] == '+' && plus_is_blank) {
      text += ' ';
    } else if (part[at] != '%') {
      text += part[at];
    } else {
      const auto high = at + 2 < part.size() ? hexadecimal(part[at + 1]) : std::nullopt;
      const auto low = high ? hexadecimal(part[at + 2]) : std::nullopt;
      if (!low) throw FormatError("a request: % must come before two hexadecimal digits");
      text += static_cast<char>(*high * 16 + *low);
      at += 2;
    }
  }
  if (!is_utf8(text)) throw FormatError("a request: must be UTF-8 behind its escapes");
  return text;
}

}  // namespace

ExploreRequest parse_request_target(std::string_view target) {
  if (target.size() > kMostTargetBytes) {
    throw FormatError(fmt::format("a request: must be at most {} bytes", kMostTargetBytes));
  }
  if (!target.starts_with('/')) throw FormatError("a request: must begin with a slash");
  if (!std::ranges::all_of(target, may_stand)) {
    throw FormatError("a request: must have its blanks, signs and other letters escaped by %");
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  ExploreRequest request{.path = unescaped(target.substr(0, mark), false)};
  std::string_view rest = target.substr(std::min(mark + 1, target.size()));
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    if (part.empty()) continue;
    if (request.parameters.size() == kMostParameters) {
      throw FormatError(fmt::format("a request: has more than {} parameters", kMostParameters));
    }
    const std::size_t equals = std::min(part.find('='), part.size());
    request.parameters.emplace_back(
        unescaped(part.substr(0, equals), true),
        unescaped(part.substr(std::min(equals + 1, part.size())), true));
  }
  return request;
}

}  // namespace eigenlex
