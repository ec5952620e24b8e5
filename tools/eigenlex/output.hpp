#pragma once

#include <functional>
#include <string>

#include <nlohmann/json.hpp>

#include "options.hpp"

namespace eigenlex::tool {

/// Sends what was printed on its way. Throws IoError if it could not be written.
void flush_results();

/// Prints a result as one line of JSON, the notes in it; bytes that are not UTF-8 become U+FFFD.
void print_json(const Settings& settings, nlohmann::ordered_json result);

/// Calls `write` with the path of the output, or with one whose bytes go to the standard output.
/// Throws IoError as well, if that does not take them.
void write_file(const Settings& settings,
                const std::function<void(const std::string& path)>& write);

}  // namespace eigenlex::tool
