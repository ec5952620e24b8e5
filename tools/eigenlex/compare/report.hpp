#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace eigenlex::tool {

/// JSON that may stand in a script element of HTML whatever its strings hold: no `<`, `>` or `&`,
/// no line separators of Unicode.
std::string json_for_html(const nlohmann::ordered_json& value);

/// Writes the report: one file of HTML that needs no other. Throws IoError.
void write_report(const nlohmann::ordered_json& results, const std::filesystem::path& path);

}  // namespace eigenlex::tool
