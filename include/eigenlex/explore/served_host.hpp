#pragma once

#include <span>
#include <string>
#include <string_view>

namespace eigenlex {

/// Whether a Host header of HTTP names a server of explorers: `localhost`, an address in numbers,
/// or one of `names`, which are in lower case; a port after it is not looked at. A page elsewhere
/// whose name was made to lead to the server (DNS rebinding) asks by that name.
bool is_served_host(std::string_view header, std::span<const std::string> names);

}  // namespace eigenlex
