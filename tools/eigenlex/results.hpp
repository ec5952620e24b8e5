#pragma once

#include <nlohmann/json_fwd.hpp>

namespace eigenlex::tool {

/// Prints a value as one line; bytes that are not UTF-8 become U+FFFD.
void print_json_line(const nlohmann::ordered_json& value);

/// Sends what was printed on its way. Throws IoError if it could not be written.
void flush_results();

}  // namespace eigenlex::tool
