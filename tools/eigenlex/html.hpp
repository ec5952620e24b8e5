#pragma once

#include <string>
#include <string_view>

namespace eigenlex::tool {

/// Text as HTML shows it, also within quotes.
std::string escaped(std::string_view text);

}  // namespace eigenlex::tool
