#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

namespace eigenlex::tool {

/// Writes the report: one file of HTML that needs no other. Throws IoError.
void write_report(const nlohmann::ordered_json& results, const std::filesystem::path& path);

}  // namespace eigenlex::tool
