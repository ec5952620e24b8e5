#pragma once

#include <string_view>

namespace eigenlex::tool {

// The files of tools/eigenlex/report/ and the chart library, which the build puts into the program.

std::string_view embedded_template();
std::string_view embedded_style();
std::string_view embedded_script();
/// Empty in a build without it.
std::string_view embedded_chart_library();

}  // namespace eigenlex::tool
