#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace eigenlex::internal {

/// Text of a file as messages show it: in quotes, at most `most` bytes of it, and bytes that do not
/// print escaped, so that a NUL or a carriage return can be seen.
std::string in_quotes(std::string_view text, std::size_t most = 40);

}  // namespace eigenlex::internal
