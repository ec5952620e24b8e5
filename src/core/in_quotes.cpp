#include "core/in_quotes.hpp"

#include <fmt/format.h>

namespace eigenlex::internal {

std::string in_quotes(std::string_view text, std::size_t most) {
  if (text.size() <= most) return fmt::format("{:?}", text);
  // Not in the middle of a character of UTF-8.
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return fmt::format("{:?}...", text.substr(0, most));
}

}  // namespace eigenlex::internal
